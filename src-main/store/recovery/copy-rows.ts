import BetterSqlite3 from 'better-sqlite3';
import type { Database } from '../database.ts';
import { transact } from '../sql.ts';

/**
 * The tables that a recovery saves: all except `renewal_lease`, which means nothing after a restart. Referenced tables
 * come first, and the data keys before all, because everything sealed depends on them.
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
  'allowed_sign_in_origin',
  'allowed_hosts',
  'tool_waiver',
  'certificate_authority',
  'server_alias',
  'program',
  'forwarding',
  'program_grant',
  'ended_grant',
  'agent_call',
  'wiring',
  'list_cache',
  'tool_input',
] as const;

export type SavedTable = (typeof savedTables)[number];

export type Row = Record<string, unknown>;

export interface Copied {
  /** The number of rows that were read and accepted. */
  rows: number;
  /** Tables that may lack a row. */
  unread: Set<SavedTable>;
}

/**
 * Copies every row that can be read and satisfies the schema. Throws if the target is at fault: a full or read-only
 * disk says nothing about the rows.
 */
export function copyRows(
  source: Database,
  into: Database,
  wanted: (table: SavedTable, row: Row) => boolean = () => true,
): Copied {
  const unread = new Set<SavedTable>();
  let rows = 0;
  for (const table of savedTables) {
    // One transaction per table: one per row would sync the disk each time.
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
    // The first scan reached the end and every row was accepted, so nothing is missing.
    if (reading.ended) return { rows: (seen.get() ?? 0) - before, whole: at === 0 && misfits === 0 };
  }
  return { rows: (seen.get() ?? 0) - before, whole: false };
}

/**
 * One scan through a table, as far as it gets. Reports read errors only, not errors of what the caller does with a row.
 */
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

/** Scans from both ends towards the damage; for tables with row ids, by the index of the key and by row id. */
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

/** Returns undefined if `work` fails with an error that `allowed` accepts. */
export function tolerating<T>(allowed: (error: unknown) => boolean, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!allowed(error)) throw error;
    return undefined;
  }
}

/** The file itself is unreadable, or its log, which only a writer could recover; a retry cannot help. */
export function isUnreadable(error: unknown): boolean {
  return hasCode(error, /^SQLITE_(?:CORRUPT|NOTADB|ERROR|FORMAT|CANTOPEN|READONLY|TOOBIG)(?:_|$)/);
}

/** The row violates the schema, as damage has changed its content. */
function isMisfit(error: unknown): boolean {
  return hasCode(error, /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)(?:_|$)/);
}

function hasCode(error: unknown, code: RegExp): boolean {
  return error instanceof BetterSqlite3.SqliteError && code.test(error.code);
}
