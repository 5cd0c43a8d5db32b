import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { Database } from '../database.ts';
import { StoreError } from '../errors.ts';
import { openStore } from '../store.ts';
import { Vault } from '../keys/vault.ts';
import { prepareAll } from '../sql.ts';
import { isKnownSchema } from './known-schema.ts';

/** Databases up to this size in bytes are checked completely at each start, without a noticeable delay. */
const quicklyChecked = 8 * 1024 * 1024;

/** Whether the file's content is at fault, rather than the disk, its permissions or another process. */
export function isDamage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof BetterSqlite3.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)(?:_|$)/.test(cause.code)) return true;
    if (cause instanceof DamageFound) return true;
  }
  return false;
}

class DamageFound extends Error {}

/** Whether the previous process ended without closing the database: SQLite deletes the log on closing. */
export function wasLeftOpen(file: string): boolean {
  const log = `${file}-wal`;
  return existsSync(log) && statSync(log).size > 0;
}

/**
 * Checks the database and throws `storage_failed` if it is damaged: a small one at each start, a large one only if it
 * was left open. Damage in pages that are rarely read would otherwise surface much later and look like a bug.
 */
export function assertSound(database: Database, leftOpen: boolean): void {
  try {
    if (!isKnownSchema(database)) assertFits(database);
    readThrough(database, leftOpen);
  } catch (error) {
    // The statements are known to be correct, so the schema is damaged.
    if (error instanceof BetterSqlite3.SqliteError && error.code === 'SQLITE_ERROR') throw damageFound();
    throw error;
  }
}

/** Throws SQLite's error where a statement of the store does not fit the schema: a table or a column is missing. */
function assertFits(database: Database): void {
  openStore({ database, vault: Vault.withFreshKey() });
  prepareAll(database);
}

function readThrough(database: Database, leftOpen: boolean): void {
  const pages = database.pragma('page_count', { simple: true }) as number;
  const pageSize = database.pragma('page_size', { simple: true }) as number;
  if (!leftOpen && pages * pageSize > quicklyChecked) return;
  const [first] = database.pragma('integrity_check(1)') as { integrity_check: string }[];
  const [orphan] = database.pragma('foreign_key_check') as unknown[];
  if (first?.integrity_check !== 'ok' || orphan !== undefined) throw damageFound();
}

/**
 * Throws `storage_failed` for a file that is shorter than its header says. SQLite treats a file shorter than the header
 * as a new database, and does not notice missing pages at the end that are empty. With a log, the file may be shorter:
 * the rest is in the log.
 */
export function assertNotCutOff(file: string): void {
  if (!existsSync(file)) return;
  const { size } = statSync(file);
  if (size === 0) return;
  if (size < headerBytes || (!wasLeftOpen(file) && size < sizeInHeader(file))) throw damageFound();
}

const headerBytes = 100;

/** In bytes: SQLite's file format, sections 1.3.2 and 1.3.7. */
function sizeInHeader(file: string): number {
  const header = Buffer.alloc(headerBytes);
  const open = openSync(file, 'r');
  try {
    readSync(open, header, 0, headerBytes, 0);
  } finally {
    closeSync(open);
  }
  const pageSize = header.readUInt16BE(16);
  // The value 1 means 65536, which does not fit into two bytes.
  return (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(28);
}

function damageFound(): StoreError {
  return new StoreError('storage_failed', { cause: new DamageFound() });
}
