import { chmodSync, closeSync, existsSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { removeBusy } from '../base/busy-file.ts';
import { replaceFile } from './replace-file.ts';
import { translate } from './sql.ts';

/** The copy from before a migration: `keyfob-version-13.sqlite` next to `keyfob.sqlite`. */
const copyOf = (file: string, version: number | string): string => file.replace(/(\.\w+)?$/, `-version-${version}$1`);

/**
 * Copies a database before its migration, synced to disk and readable by the current user only, so that the user can go
 * back to the previous version (docs/going-back.md). Throws `storage_failed`, and leaves no partial copy, if the disk
 * refuses it. Sealed values stay sealed.
 */
export function keepEarlierCopy(database: Database, file: string, version: number): void {
  const copy = copyOf(file, version);
  // Named by process, because two processes may do this at once.
  const unfinished = `${copy}.${process.pid}.new`;
  translate(() => {
    try {
      rmSync(unfinished, { force: true });
      closeSync(openSync(unfinished, 'wx', 0o600));
      // One consistent snapshot, including the write-ahead log. `VACUUM INTO` requires that the target is empty or
      // absent.
      database.prepare('VACUUM INTO ?').run(unfinished);
      chmodSync(unfinished, 0o600);
      replaceFile(unfinished, copy);
    } finally {
      rmSync(unfinished, { force: true });
    }
  });
}

/** The copies of earlier versions, with the time each was made (milliseconds). */
export function earlierCopies(file: string): Map<string, number> {
  const folder = dirname(file);
  if (!existsSync(folder)) return new Map();
  const [before = '', after = ''] = basename(copyOf(file, '*')).split('*');
  const names = readdirSync(folder).filter(
    (name) =>
      name.startsWith(before) &&
      name.endsWith(after) &&
      /^\d+$/.test(name.slice(before.length, name.length - after.length)),
  );
  return new Map(names.map((name) => [join(folder, name), statSync(join(folder, name)).mtimeMs]));
}

/** Deletes the copies; what cannot be deleted is tried again at the next start. */
export function removeEarlierCopies(file: string): void {
  for (const copy of earlierCopies(file).keys()) {
    removeBusy(copy);
  }
}
