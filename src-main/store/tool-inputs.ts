import { Secret } from '../base/secret.ts';
import { boundTo, placeOf, requireAsBound } from './keys/bound-to.ts';
import type { Database } from './database.ts';
import { inMemoryAndOnDisk } from './in-memory-and-on-disk.ts';
import { prepare, transact } from './sql.ts';
import type { Vault } from './keys/vault.ts';

/** Whose input of which tool. */
export interface ToolInputKey {
  profileId: string;
  serverId: string;
  tool: string;
}

export interface ToolInputRow extends ToolInputKey {
  id: string;
  kind: 'last' | 'preset';
  /** In milliseconds since 1970. */
  savedAt: number;
}

type Row = ToolInputRow & { value: Uint8Array; boundTo: string };

/** The maximum number of last inputs of a profile. The oldest are deleted. */
const mostLast = 500;

/** What people entered for tools, sealed. */
export function toolInputs(database: Database, vault: Vault) {
  const list = prepare<[string, string, string], Row>(
    database,
    `SELECT id, profile_id AS profileId, server_id AS serverId, tool, kind, value, saved_at AS savedAt,
            ${boundTo('tool_input')} AS boundTo
       FROM tool_input WHERE profile_id = ? AND server_id = ? AND tool = ? ORDER BY saved_at, rowid`,
  );
  const bound = prepare<[Omit<ToolInputRow, 'savedAt'>], { boundTo: string }>(
    database,
    `SELECT ${boundTo('tool_input', 'parameters')} AS boundTo`,
  );
  const insert = prepare<[ToolInputRow & { value: Uint8Array }]>(
    database,
    `INSERT INTO tool_input (id, profile_id, server_id, tool, kind, value, saved_at)
     VALUES (@id, @profileId, @serverId, @tool, @kind, @value, @savedAt)`,
  );
  const remove = inMemoryAndOnDisk<[string, string, string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}tool_input WHERE id = ? AND profile_id = ? AND server_id = ?`),
  );
  const removeLast = inMemoryAndOnDisk<[string, string, string]>(database, (schema) =>
    prepare(
      database,
      `DELETE FROM ${schema}tool_input WHERE kind = 'last' AND profile_id = ? AND server_id = ? AND tool = ?`,
    ),
  );
  const sweep = prepare<[string, number]>(
    database,
    `DELETE FROM tool_input WHERE id IN
       (SELECT id FROM tool_input WHERE kind = 'last' AND profile_id = ? ORDER BY saved_at DESC LIMIT -1 OFFSET ?)`,
  );
  return {
    /** In the order in which they were saved. Throws `sealed_value_refused` where one does not open. */
    of: ({ profileId, serverId, tool }: ToolInputKey): (ToolInputRow & { value: Secret })[] =>
      list.all(profileId, serverId, tool).map(({ value, boundTo: where, ...row }) => {
        requireAsBound('tool_input', where, row);
        return { ...row, value: vault.open(placeOf('tool_input', row.id, 'value', where), value) };
      }),

    /** Replaces the row with the same id, and the last input by another. */
    save: (row: ToolInputRow, value: string): void =>
      transact(database, () => {
        const { profileId, serverId, tool } = row;
        remove.run(row.id, profileId, serverId);
        if (row.kind === 'last') removeLast.run(profileId, serverId, tool);
        const { savedAt: _, ...facts } = row;
        const { boundTo: where } = bound.get(facts) ?? { boundTo: '' };
        const place = placeOf('tool_input', row.id, 'value', where);
        insert.run({ ...row, value: vault.seal(place, new Secret(value)) });
        sweep.run(profileId, mostLast);
      }),

    /** Only of this profile and server. */
    remove: (id: string, { profileId, serverId }: Omit<ToolInputKey, 'tool'>): void => {
      remove.run(id, profileId, serverId);
    },
  };
}
