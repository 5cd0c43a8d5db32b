import { copyRows, isUnreadable, type Row, type SavedTable, tolerating } from './copy-rows.ts';
import type { Database } from '../database.ts';
import { missingParents } from './references.ts';
import { prepare, transact } from '../sql.ts';

/** Single-use values, permissions that a user may have revoked since the backup was made, and what is asked again. */
const neverFromBackup: ReadonlySet<SavedTable> = new Set([
  'authorization_request',
  'allowed_origin',
  'allowed_sign_in_origin',
  'allowed_hosts',
  'tool_waiver',
  'certificate_authority',
  'program_grant',
  'forwarding',
  'wiring',
  'list_cache',
]);

/** Rows that are valid only for the server's settings at the time they were stored. */
const boundToServer: ReadonlySet<SavedTable> = new Set(['server_secret', 'token_set']);

/** Columns of a server that do not affect its sign-ins. */
const unrelatedToSignIn = new Set([
  'name',
  'note',
  'call_timeout',
  'tool_prefix',
  'offline_access',
  'ask_consent',
  'enabled',
  'requires_sign_in',
  'created_at',
]);

/**
 * Restores from the backup the tables that could not be read, and the rows that others refer to. Changed settings end a
 * server's sign-ins, so tokens and secrets are restored only if the server is the same in both files: otherwise tokens
 * of one day would be sent to the address of another.
 */
export function fillFromBackup(database: Database, backup: Database, unread: ReadonlySet<SavedTable>): void {
  const before = servers(database);
  const saved = servers(backup);
  const isUnchanged = (id: unknown) => !before.has(id) || before.get(id) === saved.get(id);
  const missing = missingParents(database);
  copyRows(backup, database, (table, row) => {
    if (neverFromBackup.has(table)) return false;
    if (boundToServer.has(table)) return unread.has(table) && isUnchanged(row.server_id);
    return unread.has(table) || (missing.get(table)?.has(row.id) ?? false);
  });
  for (const id of servers(database).keys()) if (!before.has(id)) dropNewerThanBackup(database, backup, String(id));
}

/** By server id, the values that its sign-ins depend on. */
function servers(database: Database): Map<unknown, string> {
  const rows = orNone(() => database.prepare<[], Row>('SELECT * FROM server ORDER BY id').all());
  const relevant = (row: Row) => Object.entries(row).filter(([name]) => !unrelatedToSignIn.has(name));
  return new Map(rows.map((row) => [row.id, JSON.stringify(relevant(row))]));
}

/**
 * For a server that is restored from the backup, keeps only those newer rows that belong to it as it was then. A row
 * that exists in both files was not deleted by changed settings, and a token for exactly this address is safe there.
 */
function dropNewerThanBackup(database: Database, backup: Database, serverId: string): void {
  const idsThen = (text: string) => orNone(() => backup.prepare<[string], Row>(text).all(serverId));
  const tokens = JSON.stringify(idsThen('SELECT id FROM token_set WHERE server_id = ?').map(({ id }) => id));
  const secrets = new Map(
    idsThen('SELECT id, value FROM server_secret WHERE server_id = ?').map(({ id, value }) => [id, value]),
  );
  const dropTokens = prepare<[string, string]>(
    database,
    `DELETE FROM token_set WHERE server_id = ? AND id NOT IN (SELECT value FROM json_each(?))
        AND resource IS NOT (SELECT url FROM server WHERE id = server_id)`,
  );
  const dropRequests = prepare<[string]>(database, 'DELETE FROM authorization_request WHERE server_id = ?');
  const dropSecret = prepare<[string]>(database, 'DELETE FROM server_secret WHERE id = ?');
  const kept = prepare<[string], { id: string; value: Uint8Array }>(
    database,
    'SELECT id, value FROM server_secret WHERE server_id = ?',
  );
  transact(database, () => {
    dropTokens.run(serverId, tokens);
    dropRequests.run(serverId);
    for (const { id, value } of kept.all(serverId)) {
      const before = secrets.get(id);
      if (!(before instanceof Uint8Array) || Buffer.compare(before, value) !== 0) dropSecret.run(id);
    }
  });
}

const orNone = (read: () => Row[]): Row[] => tolerating(isUnreadable, read) ?? [];
