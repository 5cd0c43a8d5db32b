import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { sealedColumns, sealedTables, type SealedTable } from './sealed-columns.ts';
import { prepare } from './sql.ts';
import { sealedUnder, type Vault } from './vault.ts';

/**
 * Seals with the vault's newest key whatever is sealed with another one. What does not open stays as it is; returns the ids of
 * the keys that such values name. Call it in a transaction.
 */
export function resealAll(database: Database, vault: Vault): Set<string> {
  return new Set(sealedTables.flatMap((table) => [...reseal(database, vault, table)]));
}

function reseal(database: Database, vault: Vault, table: SealedTable): Set<string> {
  const { row, columns } = sealedColumns[table];
  const left = new Set<string>();
  const newest = vault.newestKeyId();
  for (const column of columns) {
    const all = prepare<[], { id: string; sealed: Uint8Array }>(
      database,
      `SELECT ${row} AS id, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    const update = prepare<[Uint8Array, string]>(database, `UPDATE ${table} SET ${column} = ? WHERE ${row} = ?`);
    for (const { id, sealed } of all.all()) {
      const key = sealedUnder(sealed);
      if (key === newest) continue;
      const place = { table, row: id, column };
      try {
        update.run(vault.seal(place, vault.open(place, sealed)), id);
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'sealed_value_refused') throw error;
        if (key !== undefined) left.add(key);
      }
    }
  }
  return left;
}
