import type { Database } from './database.ts';
import { resealAll } from './reseal.ts';
import { sealedTables } from './sealed-columns.ts';
import { prepare, transact } from './sql.ts';
import type { Vault } from './vault.ts';

interface ForeignKey {
  table: string;
  from: string;
  to: string;
  on_delete: string;
}

/**
 * Keeps every secret of this run off the disk, not even sealed: puts a temporary twin in front of each table that holds
 * one. SQLite looks for an unqualified name among the temporary tables first, and `temp_store = MEMORY` keeps those in
 * memory, so the same SQL serves both. Rows that an earlier run put on the disk stay as they are, and are back when the
 * keyring is, unless they are deleted meanwhile (`everywhere`). For this connection, until it closes.
 *
 * A temporary table cannot point into the database, so triggers stand in for its foreign keys: they refuse a row without
 * the row it points to, and cascade.
 */
export function keepSecretsInMemory(database: Database): void {
  const temporaryStore = database.pragma('temp_store', { simple: true });
  if (temporaryStore !== 2) throw new Error('temporary tables would be written to the disk');
  transact(database, () => {
    for (const table of sealedTables) {
      for (const statement of [...twinOf(database, table), ...triggersFor(database, table)]) database.exec(statement);
      checkTwin(database, table);
    }
  });
}

/**
 * Ends `keepSecretsInMemory`: the rows on the disk are back, and next to them what came meanwhile. Where both have something
 * for one place, what came meanwhile counts: a person signed in or typed it since, and it is sure to open. `vault` seals with
 * the disk's key by now, and knows the one that was used in memory.
 */
export function bringSecretsBack(database: Database, vault: Vault): void {
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
    // First what stands in for foreign keys: without the temporary tables it would mean the ones on the disk.
    for (const name of temporaryTriggers(database)) database.exec(`DROP TRIGGER temp.${name}`);
    for (const table of sealedTables) database.exec(`DROP TABLE temp.${table}`);
    resealAll(database, vault);
  });
}

/** Takes from the disk what would keep out what came meanwhile. A registration stays for the tokens that were issued to it. */
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

/** Without those that SQLite computes. */
function storedColumns(database: Database, table: string): string {
  return (database.pragma(`main.table_info(${table})`) as { name: string }[]).map(({ name }) => name).join(', ');
}

function temporaryTriggers(database: Database): string[] {
  const names = prepare<[], { name: string }>(database, `SELECT name FROM temp.sqlite_schema WHERE type = 'trigger'`);
  return names.all().map(({ name }) => name);
}

function twinOf(database: Database, table: string): string[] {
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

/** Throws unless the twin has the same columns and points nowhere: a later migration may have outgrown `twinOf`. */
function checkTwin(database: Database, table: string): void {
  const columns = (schema: string) => JSON.stringify(database.pragma(`${schema}.table_xinfo(${table})`));
  if (columns('temp') !== columns('main') || foreignKeys(database, 'temp', table).length > 0) {
    throw new Error(`the temporary ${table} does not match the one on the disk`);
  }
}

function foreignKeys(database: Database, schema: 'main' | 'temp', table: string): ForeignKey[] {
  return database.pragma(`${schema}.foreign_key_list(${table})`) as ForeignKey[];
}
