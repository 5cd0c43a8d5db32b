import BetterSqlite3 from 'better-sqlite3';
import type { Database } from './database.ts';
import { transact } from './sql.ts';

/**
 * What a recovery saves: all there is but `renewal_lease`, which means nothing after a restart. What points to nothing comes
 * first; without the keys everything sealed is lost, so they are the very first.
 */
export const savedTables = [
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
  'allowed_hosts',
  'tool_waiver',
  'certificate_authority',
] as const;

export type SavedTable = (typeof savedTables)[number];

export type Row = Record<string, unknown>;

export interface Copied {
  /** How many rows were read and fit. */
  rows: number;
  /** Tables of which a row may be missing. */
  unread: Set<SavedTable>;
}

/**
 * Copies every row that can still be read and still fits. Throws where it is not the source that is at fault: a disk that is
 * full or refuses to be written says nothing about the rows.
 */
export function copyRows(
  source: Database,
  into: Database,
  wanted: (table: SavedTable, row: Row) => boolean = () => true,
): Copied {
  const unread = new Set<SavedTable>();
  let rows = 0;
  for (const table of savedTables) {
    // A transaction for each: one for every row would wait for the disk as often.
    const copied = transact(into, () => copyTable(source, into, table, (row) => wanted(table, row)));
    rows += copied.rows;
    if (!copied.whole) unread.add(table);
  }
  return { rows, unread };
}

function copyTable(source: Database, into: Database, table: SavedTable, wanted: (row: Row) => boolean) {
  const columns = commonColumns(source, into, table);
  if (columns.length === 0) return { rows: 0, whole: false };
  const insert = into.prepare<[Row]>(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  );
  const seen = into.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck();
  const before = seen.get() ?? 0;
  for (const [at, way] of waysThrough(into, table).entries()) {
    const reading = new Reading(source, `SELECT ${columns.join(', ')} FROM ${table} ${way}`);
    let misfits = 0;
    for (const row of reading.rows()) {
      if (wanted(row) && tolerating(isMisfit, () => insert.run(row).changes) !== 1) misfits += 1;
    }
    // The first way through came to the end, and there was a place for each row: nothing is missing.
    if (reading.ended) return { rows: (seen.get() ?? 0) - before, whole: at === 0 && misfits === 0 };
  }
  return { rows: (seen.get() ?? 0) - before, whole: false };
}

/** One way through a table, as far as it goes. What goes wrong with the rows afterwards is not its matter. */
class Reading {
  ended = false;
  readonly #source: Database;
  readonly #text: string;

  constructor(source: Database, text: string) {
    this.#source = source;
    this.#text = text;
  }

  *rows(): Generator<Row> {
    try {
      yield* this.#source.prepare<[], Row>(this.#text).iterate();
      this.ended = true;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
    }
  }
}

/** From both ends towards the damage; where there are row numbers, once by the key's own tree and once without it. */
function waysThrough(database: Database, table: SavedTable): string[] {
  const [shape] = database.pragma(`table_list(${table})`) as { wr: number }[];
  const byKey = ['ORDER BY 1', 'ORDER BY 1 DESC'];
  return shape?.wr === 1 ? byKey : [...byKey, 'NOT INDEXED ORDER BY rowid', 'NOT INDEXED ORDER BY rowid DESC'];
}

function commonColumns(source: Database, into: Database, table: SavedTable): string[] {
  const names = (database: Database) =>
    (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const there = new Set(tolerating(isUnreadable, () => names(source)) ?? []);
  return names(into).filter((name) => there.has(name));
}

/** Undefined where `work` fails in a way that is allowed for. */
export function tolerating<T>(allowed: (error: unknown) => boolean, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!allowed(error)) throw error;
    return undefined;
  }
}

/** The file itself cannot be understood, or its log, which only a writer could take in; no other try would go better. */
export function isUnreadable(error: unknown): boolean {
  return hasCode(error, /^SQLITE_(?:CORRUPT|NOTADB|ERROR|FORMAT|CANTOPEN|READONLY|TOOBIG)(?:_|$)/);
}

/** The row is not what the schema asks for: damage made something else of it. */
function isMisfit(error: unknown): boolean {
  return hasCode(error, /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)(?:_|$)/);
}

function hasCode(error: unknown, code: RegExp): boolean {
  return error instanceof BetterSqlite3.SqliteError && code.test(error.code);
}
