import type { Secret } from '../../base/secret.ts';
import { boundTo, isOnlyChangedBy, placeOf } from './bound-to.ts';
import type { Database } from '../database.ts';
import { StoreError } from '../errors.ts';
import { sealedColumns, sealedTables, type SealedTable } from './sealed-columns.ts';
import { sealedUnder } from './sealed-value.ts';
import { prepare, transact } from '../sql.ts';
import type { Place, Vault } from './vault.ts';

interface SealedRow {
  id: string;
  sealed: Uint8Array;
  boundTo: string;
}

/**
 * Reseals with the vault's newest key all values that are sealed with another one. Values that cannot be opened are
 * left unchanged; returns the ids of their keys. Call it in a transaction.
 */
export function resealAll(database: Database, vault: Vault): Set<string> {
  const newest = vault.newestKeyId();
  const left = new Set<string>();
  eachSealed(database, '', (place, sealed) => {
    const key = sealedUnder(sealed);
    if (key === newest) return undefined;
    const value = openedOrNone(() => vault.open(place, sealed));
    if (!value && key !== undefined) left.add(key);
    return value && vault.seal(place, value);
  });
  return left;
}

/**
 * Calls `reseal` for every sealed value and stores the result, if any. `schema` `main.`: the tables on disk, even while
 * temporary ones hide them (`keepSecretsInMemory`).
 */
export function eachSealed(
  database: Database,
  schema: '' | 'main.',
  reseal: (place: Place, sealed: Uint8Array) => Uint8Array | undefined,
): void {
  for (const table of sealedTables)
    for (const column of sealedColumns[table].columns) eachIn(database, schema, table, column, reseal);
}

function eachIn(
  database: Database,
  schema: '' | 'main.',
  table: SealedTable,
  column: string,
  reseal: (place: Place, sealed: Uint8Array) => Uint8Array | undefined,
): void {
  const { row } = sealedColumns[table];
  const all = prepare<[], SealedRow>(
    database,
    `SELECT ${row} AS id, ${column} AS sealed, ${boundTo(table)} AS boundTo FROM ${schema}${table}
      WHERE ${column} IS NOT NULL`,
  );
  const update = prepare<[Uint8Array, string]>(database, `UPDATE ${schema}${table} SET ${column} = ? WHERE ${row} = ?`);
  for (const { id, sealed, boundTo: bound } of all.all()) {
    const changed = reseal(placeOf(table, id, column, bound), sealed);
    if (changed) update.run(changed, id);
  }
}

/**
 * Changes a server and keeps the secrets that the user entered for it: reseals them for their new destination, in the
 * same transaction. Tokens are not resealed: a change of their destination ends the sign-ins. `columns` are what the
 * change sets. If anything else differs afterwards, for example because of a trigger in the file, nothing is resealed.
 */
export function keepingEntered(database: Database, vault: Vault) {
  const entered = prepare<[string], SealedRow>(
    database,
    `SELECT id, value AS sealed, ${boundTo('server_secret')} AS boundTo FROM server_secret WHERE server_id = ?`,
  );
  const update = prepare<[Uint8Array, string]>(database, 'UPDATE server_secret SET value = ? WHERE id = ?');
  return <T>(serverId: string, columns: Readonly<Record<string, unknown>>, change: () => T): T =>
    transact(database, () => {
      const before = entered.all(serverId);
      const changed = change();
      const now = new Map(entered.all(serverId).map((row) => [row.id, row.boundTo]));
      for (const { id, sealed, boundTo: bound } of before) {
        const boundNow = now.get(id);
        if (boundNow === undefined || boundNow === bound || !isOnlyChangedBy(columns, bound, boundNow)) continue;
        const place = (text: string) => placeOf('server_secret', id, 'value', text);
        const value = openedOrNone(() => vault.open(place(bound), sealed));
        if (value) update.run(vault.seal(place(boundNow), value), id);
      }
      return changed;
    });
}

export function openedOrNone(open: () => Secret): Secret | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'sealed_value_refused') return undefined;
    throw error;
  }
}
