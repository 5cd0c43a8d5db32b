import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { dataKeys } from './data-keys.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { openStore } from './store.ts';
import { Vault } from './vault.ts';

/** Up to here a whole check takes no time that anybody notices; in bytes. */
const quicklyChecked = 8 * 1024 * 1024;

/** Whether what went wrong is the file's content, and not the disk, its permissions or another process. */
export function isDamage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof BetterSqlite3.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)(?:_|$)/.test(cause.code)) return true;
    if (cause instanceof DamageFound) return true;
  }
  return false;
}

class DamageFound extends Error {}

/** Whether the process before this one ended without closing the file: SQLite removes its log when it does. */
export function wasLeftOpen(file: string): boolean {
  const log = `${file}-wal`;
  return existsSync(log) && statSync(log).size > 0;
}

/**
 * Reads through the database and throws `storage_failed` where it is damaged: a small one each time, a large one where it was
 * left open. Damage in a part that nobody reads would else be found when it is too late to tell it from a bug.
 */
export function assertSound(database: Database, leftOpen: boolean): void {
  try {
    // Every statement there is: tables and columns are where they belong.
    openStore({ database, vault: Vault.withFreshKey() });
    dataKeys(database);
    readThrough(database, leftOpen);
  } catch (error) {
    // The statements are right, so it is the tables that are not.
    if (error instanceof BetterSqlite3.SqliteError && error.code === 'SQLITE_ERROR') throw damageFound();
    throw error;
  }
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
 * Throws `storage_failed` for a file that is shorter than it says itself. SQLite takes one that is shorter than its header for a
 * new database, and misses an end that holds nothing. With a log beside it a file may be shorter: the rest is in the log.
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
  // The value 1 stands for 65536, which does not fit.
  return (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(28);
}

function damageFound(): StoreError {
  return new StoreError('storage_failed', { cause: new DamageFound() });
}
