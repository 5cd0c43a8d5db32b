import { existsSync, renameSync, rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { transact } from './sql.ts';

/** What points to nothing comes first; without the keys everything sealed is lost, so they are the very first. */
const tables = [
  'data_key',
  'lock',
  'workspace',
  'profile',
  'server',
  'server_secret',
  'client_registration',
  'issuer_return_path',
  'authorization_request',
  'token_set',
  'activity',
  'allowed_origin',
] as const;

export interface Recovery {
  /** The damaged file as it was, under its new name. */
  file: string;
  /** How many rows of the damaged file were read. */
  rows: number;
}

/**
 * Puts a damaged database aside, whole and under a name with the date, and makes a new one of every row that can still be read.
 * What could not be read is taken from the backup, where there is one. Deletes nothing. The new one is whole before the old one
 * moves: ended at any moment, the next start recovers again or ends what is left (`endRecovery`).
 */
export function recover(
  file: string,
  options: DatabaseOptions & { backup?: string; now: number },
): { database: Database; recovery: Recovery } {
  const unfinished = unfinishedOf(file);
  for (const end of ends) rmSync(unfinished + end, { force: true });
  const database = openDatabase(unfinished, options);
  const damaged = copyFrom(database, file, options.nativeBinding);
  adopt(database);
  if (options.backup !== undefined && (damaged.unread.length > 0 || orphansIn(database).length > 0))
    copyFrom(database, options.backup, options.nativeBinding);
  dropOrphans(database);
  database.close();
  const kept = putAside(file, options.now);
  renameSync(unfinished, file);
  return { database: openDatabase(file, options), recovery: { file: kept, rows: damaged.rows } };
}

/** Puts the new database in its place where a recovery ended just before that: the damaged one has moved, so it is whole. */
export function endRecovery(file: string, now: number): void {
  if (existsSync(file) || !existsSync(unfinishedOf(file))) return;
  // A log of the damaged one would be taken for the new one's.
  putAside(file, now);
  renameSync(unfinishedOf(file), file);
}

const unfinishedOf = (file: string): string => `${file}-recovering`;

const ends = ['', '-wal', '-shm'];

/** With its log, which belongs to it. */
function putAside(file: string, now: number): string {
  const date = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const kept = file.replace(/(\.\w+)?$/, `-damaged-${date}$1`);
  for (const end of ends) if (existsSync(file + end)) renameSync(file + end, kept + end);
  return kept;
}

function copyFrom(into: Database, file: string, nativeBinding: string | undefined): { rows: number; unread: string[] } {
  const source = openAsItIs(file, nativeBinding);
  if (!source) return { rows: 0, unread: [...tables] };
  try {
    const copied = tables.map((table) => ({ table, ...copyTable(source, into, table) }));
    return {
      rows: copied.reduce((sum, { rows }) => sum + rows, 0),
      unread: copied.flatMap(({ table, whole }) => (whole ? [] : [table])),
    };
  } finally {
    source.close();
  }
}

/** Read-only, so that it stays as it is; a log that only a writer could recover is then not read. */
function openAsItIs(file: string, nativeBinding: string | undefined): Database | undefined {
  try {
    return new BetterSqlite3(file, { readonly: true, ...(nativeBinding !== undefined && { nativeBinding }) });
  } catch {
    return undefined;
  }
}

/** Row by row, from both ends towards the damage. Rows that do not fit the schema any more are left out. */
function copyTable(source: Database, into: Database, table: string): { rows: number; whole: boolean } {
  let rows = 0;
  let whole = true;
  try {
    const columns = commonColumns(source, into, table);
    if (columns.length === 0) return { rows, whole: false };
    const insert = into.prepare(
      `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    into.pragma('foreign_keys = OFF');
    for (const direction of ['ASC', 'DESC']) {
      try {
        const read = source.prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY 1 ${direction}`).raw();
        for (const row of read.iterate() as Iterable<unknown[]>) {
          try {
            rows += insert.run(...row).changes;
          } catch {
            whole = false;
          }
        }
        break;
      } catch {
        whole = false;
      }
    }
  } catch {
    whole = false;
  } finally {
    into.pragma('foreign_keys = ON');
  }
  return { rows, whole };
}

function commonColumns(source: Database, into: Database, table: string): string[] {
  const names = (database: Database) =>
    (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const there = new Set(names(source));
  return names(into).filter((name) => there.has(name));
}

interface Orphan {
  table: string;
  fkid: number;
}

const orphansIn = (database: Database) => database.pragma('foreign_key_check') as Orphan[];

/** Where there is one workspace, whatever belongs to none belongs to it: its own row may be the damaged one. */
function adopt(database: Database): void {
  transact(database, () => {
    for (const table of [
      'profile',
      'server',
      'client_registration',
      'issuer_return_path',
      'activity',
      'allowed_origin',
    ])
      database.exec(
        `UPDATE OR IGNORE ${table} SET workspace_id = (SELECT id FROM workspace)
          WHERE (SELECT count(*) FROM workspace) = 1 AND workspace_id NOT IN (SELECT id FROM workspace)`,
      );
  });
}

/** Rows that point to what could not be read. */
function dropOrphans(database: Database): void {
  transact(database, () => {
    for (let orphans = orphansIn(database); orphans.length > 0; orphans = orphansIn(database)) {
      for (const { table, fkid } of orphans) {
        const keys = database.pragma(`foreign_key_list(${table})`) as Reference[];
        const key = keys.find(({ id }) => id === fkid);
        if (key) database.exec(`DELETE FROM ${table} WHERE ${key.from} NOT IN (SELECT ${key.to} FROM ${key.table})`);
      }
    }
  });
}

interface Reference {
  id: number;
  table: string;
  from: string;
  to: string;
}
