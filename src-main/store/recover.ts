import { existsSync, renameSync, rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { fillUp } from './backup-rows.ts';
import { copyRows, isUnreadable, tolerating } from './copy-rows.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import type { FirstNames } from './first-start.ts';
import { mendReferences } from './mend-references.ts';
import { missingParents } from './references.ts';
import { translate } from './sql.ts';

interface RecoveryOptions extends DatabaseOptions {
  backup?: string;
  now: number;
  /** For what is made again. */
  names?: FirstNames;
}

export interface Recovery {
  /** The damaged file as it was, under its new name. */
  file: string;
  /** How many rows of the damaged file were read. */
  rows: number;
}

/**
 * Puts a damaged database aside, whole and under a name with the date, and makes a new one of every row that can still be read.
 * What could not be read is taken from the backup, where there is one, and what the rest names is made again. Deletes nothing.
 * The new one is whole before the old one moves: ended at any moment, the next start recovers again or ends what is left
 * (`endRecovery`). Throws `storage_failed`, and the old one has not moved, where the new one cannot be written.
 */
export function recover(file: string, options: RecoveryOptions): { database: Database; recovery: Recovery } {
  const unfinished = unfinishedOf(file);
  const rows = translate(() => {
    try {
      removeAll(unfinished);
      return saveInto(unfinished, file, options);
    } catch (error) {
      removeAll(unfinished);
      throw error;
    }
  });
  const kept = translate(() => {
    const aside = putAside(file, options.now);
    renameSync(unfinished, file);
    return aside;
  });
  return { database: openDatabase(file, options), recovery: { file: kept, rows } };
}

/** Returns how many rows of the damaged file were read. */
function saveInto(unfinished: string, file: string, options: RecoveryOptions): number {
  const database = openDatabase(unfinished, options);
  try {
    database.pragma('foreign_keys = OFF');
    const { rows, unread } = readFrom(file, options, (source) => copyRows(source, database));
    const { backup } = options;
    if (backup !== undefined && (unread.size > 0 || missingParents(database).size > 0)) {
      // A backup that does not open is as good as none.
      tolerating(isUnreadable, () => readFrom(backup, options, (source) => fillUp(database, source, unread)));
    }
    mendReferences(database, unread, options.now, options.names);
    return rows;
  } finally {
    database.close();
  }
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

function removeAll(file: string): void {
  for (const end of ends) rmSync(file + end, { force: true });
}

/** With its log, which belongs to it. */
function putAside(file: string, now: number): string {
  const date = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const kept = file.replace(/(\.\w+)?$/, `-damaged-${date}$1`);
  for (const end of ends) if (existsSync(file + end)) renameSync(file + end, kept + end);
  return kept;
}

/** Opened read-only, so that it stays as it is; a log that only a writer could recover is then not read. */
function readFrom<T>(file: string, { nativeBinding }: DatabaseOptions, read: (source: Database) => T): T {
  const source = new BetterSqlite3(file, { readonly: true, ...(nativeBinding !== undefined && { nativeBinding }) });
  try {
    return read(source);
  } finally {
    source.close();
  }
}
