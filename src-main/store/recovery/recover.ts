import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { renameBusy } from '../../base/busy-file.ts';
import { fillFromBackup } from './backup-rows.ts';
import { copyRows, isUnreadable, tolerating } from './copy-rows.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../database.ts';
import type { FirstNames } from '../first-start.ts';
import { repairReferences } from './repair-references.ts';
import { missingParents } from './references.ts';
import { translate } from '../sql.ts';

interface RecoveryOptions extends DatabaseOptions {
  backup?: string;
  now: number;
  /** Names for recreated workspaces and profiles. */
  names?: FirstNames;
}

export interface Recovery {
  /** The damaged file, under its new name. */
  file: string;
  /** The number of rows that were read from the damaged file. */
  rows: number;
}

/**
 * Moves a damaged database aside under a name with the date, and creates a new one from every row that can still be
 * read. Unreadable rows come from the backup, if there is one, and missing parents are recreated. Deletes nothing. The
 * new file is complete before the old one moves: after a crash at any moment, the next start recovers again or
 * completes the move (`endRecovery`). Throws `storage_failed`, with the old file unmoved, if the new one cannot be
 * written.
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
    const aside = putAside(file, asideOf(file, options.now));
    renameBusy(unfinished, file);
    return aside;
  });
  return { database: openDatabase(file, options), recovery: { file: kept, rows } };
}

/** Returns the number of rows that were read from the damaged file. */
function saveInto(unfinished: string, file: string, options: RecoveryOptions): number {
  const database = openDatabase(unfinished, options);
  try {
    database.pragma('foreign_keys = OFF');
    const { rows, unread } = readFrom(file, options, (source) => copyRows(source, database));
    const { backup } = options;
    if (backup !== undefined && (unread.size > 0 || missingParents(database).size > 0)) {
      // An unreadable backup counts as none.
      tolerating(isUnreadable, () => readFrom(backup, options, (source) => fillFromBackup(database, source, unread)));
    }
    repairReferences(database, unread, options.now, options.names);
    return rows;
  } finally {
    database.close();
  }
}

/** Completes a recovery that was interrupted after the damaged file had moved; the new one is complete by then. */
export function endRecovery(file: string, now: number): void {
  if (existsSync(file) || !existsSync(unfinishedOf(file))) return;
  // SQLite would apply a log of the damaged file to the new one. It belongs to the file that has moved already.
  putAside(file, lastAside(file) ?? asideOf(file, now));
  renameBusy(unfinishedOf(file), file);
}

const unfinishedOf = (file: string): string => `${file}-recovering`;

const ends = ['', '-wal', '-shm'];

function removeAll(file: string): void {
  for (const end of ends) rmSync(file + end, { force: true });
}

/** Moves its log too. SQLite finds that only under the same name, so that both have one date. */
function putAside(file: string, kept: string): string {
  for (const end of ends) if (existsSync(file + end)) renameBusy(file + end, kept + end);
  return kept;
}

const damagedName = (file: string, date: string) => file.replace(/(\.\w+)?$/, `-damaged-${date}$1`);

const asideOf = (file: string, now: number) => damagedName(file, new Date(now).toISOString().replaceAll(/[:.]/g, '-'));

/** The damaged file that moved last, unless its log has moved as well. */
function lastAside(file: string): string | undefined {
  const [before = '', after = ''] = basename(damagedName(file, '*')).split('*');
  const names = readdirSync(dirname(file)).filter((name) => name.startsWith(before) && name.endsWith(after));
  const last = names.toSorted().at(-1);
  const path = last === undefined ? undefined : join(dirname(file), last);
  return path === undefined || existsSync(`${path}-wal`) ? undefined : path;
}

/** Opened read-only, so that it stays unchanged; a log that only a writer could recover is not read then. */
function readFrom<T>(file: string, { nativeBinding }: DatabaseOptions, read: (source: Database) => T): T {
  const source = new BetterSqlite3(file, { readonly: true, ...(nativeBinding !== undefined && { nativeBinding }) });
  try {
    return read(source);
  } finally {
    source.close();
  }
}
