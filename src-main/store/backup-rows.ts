import { copyRows, isUnreadable, type Row, type SavedTable, tolerating } from './copy-rows.ts';
import type { Database } from './database.ts';
import { missingParents } from './references.ts';
import { prepare, transact } from './sql.ts';

/** What counts once, and what a person may have taken back since: yesterday's word for it is none. */
const neverFromBackup: ReadonlySet<SavedTable> = new Set([
  'authorization_request',
  'allowed_origin',
  'allowed_hosts',
  'tool_waiver',
  'certificate_authority',
]);

/** What is good for a server as it was when this was stored, and for no other. */
const boundToServer: ReadonlySet<SavedTable> = new Set(['server_secret', 'token_set']);

/** What may change without anything becoming of the tokens. */
const besidesSignIn = new Set([
  'name',
  'note',
  'call_timeout',
  'tool_prefix',
  'enabled',
  'requires_sign_in',
  'created_at',
]);

/**
 * Takes from the backup what could not be read, and what the rest points to. Other settings end a server's sign-ins, so tokens
 * and secrets go with a server only where it is the same in both: a day-old token beside a newer address would be sent there,
 * and so would a new one beside the address of yesterday.
 */
export function fillUp(database: Database, backup: Database, unread: ReadonlySet<SavedTable>): void {
  const before = servers(database);
  const then = servers(backup);
  const alike = (id: unknown) => !before.has(id) || before.get(id) === then.get(id);
  const missing = missingParents(database);
  copyRows(backup, database, (table, row) => {
    if (neverFromBackup.has(table)) return false;
    if (boundToServer.has(table)) return unread.has(table) && alike(row.server_id);
    return unread.has(table) || (missing.get(table)?.has(row.id) ?? false);
  });
  for (const id of servers(database).keys()) if (!before.has(id)) keepWhatBelongsTo(database, backup, String(id));
}

/** By id, what a server's sign-ins depend on. */
function servers(database: Database): Map<unknown, string> {
  const rows = orNone(() => database.prepare<[], Row>('SELECT * FROM server ORDER BY id').all());
  const bearing = (row: Row) => Object.entries(row).filter(([name]) => !besidesSignIn.has(name));
  return new Map(rows.map((row) => [row.id, JSON.stringify(bearing(row))]));
}

/**
 * A server of yesterday keeps of what is newer only what was stored for it as it was then. A row that has outlived the time
 * between the two was not ended by other settings; and a token for this very address does no harm there.
 */
function keepWhatBelongsTo(database: Database, backup: Database, serverId: string): void {
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
