import type { Secret } from '../secret.ts';
import type { Database } from './database.ts';
import { everywhere } from './everywhere.ts';
import { prepare, transact } from './sql.ts';
import type { Place, Vault } from './vault.ts';

/** `private_key` is a private JWK as JSON; `headers` an object of names and values as JSON. */
export type ServerSecretKind = 'client_secret' | 'private_key' | 'id_token' | 'headers';

const rowOf = (serverId: string, kind: ServerSecretKind): string => `${serverId} ${kind}`;

const place = (row: string): Place => ({ table: 'server_secret', row, column: 'value' });

/** The secret part of servers' settings: at most one value of each kind per server. */
export function serverSecrets(database: Database, vault: Vault) {
  const get = prepare<[string], { value: Uint8Array }>(database, 'SELECT value FROM server_secret WHERE id = ?');
  const kinds = prepare<[string], { kind: ServerSecretKind }>(
    database,
    'SELECT kind FROM server_secret WHERE server_id = ?',
  );
  const isStored = prepare<[string, string], { found: 1 }>(
    database,
    'SELECT 1 AS found FROM server_secret WHERE id = ? UNION SELECT 1 FROM main.server_secret WHERE id = ?',
  );
  const insert = prepare<[{ id: string; serverId: string; kind: ServerSecretKind; value: Uint8Array; now: number }]>(
    database,
    'INSERT INTO server_secret (id, server_id, kind, value, saved_at) VALUES (@id, @serverId, @kind, @value, @now)',
  );
  const remove = everywhere<[string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}server_secret WHERE id = ?`),
  );

  return {
    /** Throws `sealed_value_refused`. */
    get(serverId: string, kind: ServerSecretKind): Secret | undefined {
      const id = rowOf(serverId, kind);
      const row = get.get(id);
      return row && vault.open(place(id), row.value);
    },

    /** Which kinds there are; opens none. */
    kinds: (serverId: string): ServerSecretKind[] => kinds.all(serverId).map(({ kind }) => kind),

    /** Whether there is one, be it out of reach until the keyring is back. */
    isStored(serverId: string, kind: ServerSecretKind): boolean {
      const id = rowOf(serverId, kind);
      return isStored.get(id, id) !== undefined;
    },

    /** Puts it in the place of the one before, which is gone for good. */
    save: (serverId: string, kind: ServerSecretKind, value: Secret, now: number): void =>
      transact(database, () => {
        const id = rowOf(serverId, kind);
        remove.run(id);
        insert.run({ id, serverId, kind, value: vault.seal(place(id), value), now });
      }),

    /** Returns whether there was one. */
    remove: (serverId: string, kind: ServerSecretKind): boolean => remove.run(rowOf(serverId, kind)) > 0,
  };
}
