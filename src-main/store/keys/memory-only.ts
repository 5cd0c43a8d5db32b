import type { Database } from '../database.ts';
import { resealAll } from './reseal.ts';
import { sealedTables } from './sealed-columns.ts';
import { prepare, transact } from '../sql.ts';
import type { Vault } from './vault.ts';

interface ForeignKey {
  table: string;
  from: string;
  to: string;
  on_delete: string;
}

/**
 * Keeps all secrets of this run off the disk, even sealed ones: creates a temporary twin of each table that holds
 * secrets. SQLite resolves an unqualified table name to the temporary one first, and `temp_store = MEMORY` keeps those
 * in memory, so the same SQL works for both. Rows on the disk remain, and return with the keyring unless they are
 * deleted meanwhile (`inMemoryAndOnDisk`). Applies to this connection until it closes. Temporary tables cannot have
 * foreign keys into the main schema, so triggers replace them: they refuse rows without a parent, and cascade deletes.
 */
export function keepSecretsInMemory(database: Database): void {
  const temporaryStore = database.pragma('temp_store', { simple: true });
  if (temporaryStore !== 2) throw new Error('temporary tables would be written to the disk');
  transact(database, () => {
    for (const table of sealedTables) {
      for (const statement of [...temporaryCopyOf(database, table), ...triggersFor(database, table)])
        database.exec(statement);
      checkTwin(database, table);
    }
  });
}

/**
 * Ends `keepSecretsInMemory`: merges the rows in memory into those on disk. On conflict, the row in memory wins: the
 * user signed in or entered it later, and it can certainly be opened. `vault` seals with the key of the disk by now,
 * and still knows the key that was used in memory.
 */
export function restoreSecrets(database: Database, vault: Vault): void {
  transact(database, () => {
    for (const statement of makingRoom) database.exec(statement);
    for (const table of sealedTables) {
      const whole = foreignKeys(database, 'main', table)
        .map(({ table: parent, from, to }) => `(${from} IS NULL OR ${from} IN (SELECT ${to} FROM main.${parent}))`)
        .join(' AND ');
      const columns = storedColumns(database, table);
      database.exec(
        `INSERT OR IGNORE INTO main.${table} (${columns}) SELECT ${columns} FROM temp.${table} WHERE ${whole || 'TRUE'}`,
      );
    }
    // Drop the triggers first: without the temporary tables, they would apply to the tables on disk.
    for (const name of temporaryTriggers(database)) database.exec(`DROP TRIGGER temp.${name}`);
    for (const table of sealedTables) database.exec(`DROP TABLE temp.${table}`);
    resealAll(database, vault);
  });
}

/**
 * Deletes from the disk what conflicts with the rows in memory. A registration stays for the tokens that were issued to
 * it.
 */
const makingRoom = [
  'DELETE FROM main.server_secret WHERE id IN (SELECT id FROM temp.server_secret)',
  `DELETE FROM main.token_set WHERE EXISTS (
     SELECT 1 FROM temp.token_set AS newer WHERE newer.ended_at IS NULL
        AND newer.server_id = main.token_set.server_id AND newer.profile_id IS main.token_set.profile_id)`,
  `UPDATE main.client_registration SET replaced_at = registered_at WHERE replaced_at IS NULL AND EXISTS (
     SELECT 1 FROM temp.client_registration AS newer WHERE newer.replaced_at IS NULL
        AND newer.workspace_id = main.client_registration.workspace_id AND newer.issuer = main.client_registration.issuer
        AND newer.return_path = main.client_registration.return_path
        AND (newer.kind = 'pre_registered') = (main.client_registration.kind = 'pre_registered')
        AND (newer.kind <> 'pre_registered' OR newer.client_id = main.client_registration.client_id))`,
];

/** Without generated columns. */
function storedColumns(database: Database, table: string): string {
  return (database.pragma(`main.table_info(${table})`) as { name: string }[]).map(({ name }) => name).join(', ');
}

function temporaryTriggers(database: Database): string[] {
  const names = prepare<[], { name: string }>(database, `SELECT name FROM temp.sqlite_schema WHERE type = 'trigger'`);
  return names.all().map(({ name }) => name);
}

function temporaryCopyOf(database: Database, table: string): string[] {
  const definitions = prepare<[string], { type: string; sql: string }>(
    database,
    `SELECT type, sql FROM main.sqlite_schema
      WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC`,
  );
  return definitions
    .all(table)
    .map(({ type, sql }) =>
      type === 'table'
        ? sql.replace(/^CREATE TABLE\s+/, 'CREATE TEMP TABLE ').replace(references, '')
        : sql.replace(/^(CREATE (?:UNIQUE )?INDEX)\s+/, '$1 temp.'),
    );
}

const references =
  /\s+REFERENCES\s+"?\w+"?\s*\([^)]*\)(?:\s+ON\s+(?:DELETE|UPDATE)\s+(?:CASCADE|SET\s+NULL|RESTRICT))*/g;

function triggersFor(database: Database, table: string): string[] {
  return foreignKeys(database, 'main', table).flatMap(({ table: parent, from, to, on_delete: onDelete }) => {
    if (onDelete !== 'CASCADE') throw new Error(`${table}.${from}: no stand-in for ON DELETE ${onDelete}`);
    const schema = sealedTables.some((twin) => twin === parent) ? 'temp' : 'main';
    const name = `${table}_${from}`;
    const orphan = `NEW.${from} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${parent} WHERE ${to} = NEW.${from})`;
    const refuse = `SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed');`;
    return [
      `CREATE TEMP TRIGGER ${name}_insert BEFORE INSERT ON temp.${table} WHEN ${orphan} BEGIN ${refuse} END`,
      `CREATE TEMP TRIGGER ${name}_update BEFORE UPDATE OF ${from} ON temp.${table} WHEN ${orphan} BEGIN ${refuse} END`,
      `CREATE TEMP TRIGGER ${name}_delete AFTER DELETE ON ${schema}.${parent}
       BEGIN DELETE FROM ${table} WHERE ${from} = OLD.${to}; END`,
    ];
  });
}

/**
 * Throws unless the twin has the same columns and no foreign keys: a later migration may have outgrown
 * `temporaryCopyOf`.
 */
function checkTwin(database: Database, table: string): void {
  const columns = (schema: string) => JSON.stringify(database.pragma(`${schema}.table_xinfo(${table})`));
  if (columns('temp') !== columns('main') || foreignKeys(database, 'temp', table).length > 0) {
    throw new Error(`the temporary ${table} does not match the one on the disk`);
  }
}

function foreignKeys(database: Database, schema: 'main' | 'temp', table: string): ForeignKey[] {
  return database.pragma(`${schema}.foreign_key_list(${table})`) as ForeignKey[];
}
