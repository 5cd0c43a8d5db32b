import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { removeBusy, renameBusy } from '../../base/busy-file.ts';
import { StoreError } from '../errors.ts';

const ends = ['', '-wal', '-shm'];

/** The name of a history file that was damaged. There is one at most. */
export const setAsideOf = (file: string): string => file.replace(/(\.\w+)?$/, '-damaged$1');

/** Whether the content of a file is at fault, or of another version, rather than the disk or another process. */
export function isUnusable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StoreError && cause.code === 'database_newer') return true;
    if (cause instanceof BetterSqlite3.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)(?:_|$)/.test(cause.code)) return true;
  }
  return false;
}

/** Renames a file that cannot be used, with its log, and deletes the one before it. Throws what renaming throws. */
export function setAside(file: string): void {
  removeSetAside(file);
  for (const end of ends) if (existsSync(file + end)) renameBusy(file + end, setAsideOf(file) + end);
}

export function removeSetAside(file: string): void {
  for (const end of ends) removeBusy(setAsideOf(file) + end);
}
