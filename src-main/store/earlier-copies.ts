import { chmodSync, closeSync, existsSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { replaceFile } from './replace-file.ts';
import { translate } from './sql.ts';

/** Where the database as this version knew it is kept: `keyfob-version-13.sqlite` beside `keyfob.sqlite`. */
const copyOf = (file: string, version: number | string): string => file.replace(/(\.\w+)?$/, `-version-${version}$1`);

/**
 * Copies a database beside itself before it is brought forward, whole and on the disk, readable by this user alone, so that a
 * person can go back to the version before (docs/going-back.md). Throws `storage_failed`, and leaves no half copy, where the
 * disk does not take it. Sealed values stay sealed in it.
 */
export function keepEarlierCopy(database: Database, file: string, version: number): void {
  const copy = copyOf(file, version);
  // Two processes may do this at once.
  const unfinished = `${copy}.${process.pid}.new`;
  translate(() => {
    try {
      rmSync(unfinished, { force: true });
      closeSync(openSync(unfinished, 'wx', 0o600));
      // One consistent state, with what is in the write-ahead log. SQLite writes into an empty file alone.
      database.prepare('VACUUM INTO ?').run(unfinished);
      chmodSync(unfinished, 0o600);
      replaceFile(unfinished, copy);
    } finally {
      rmSync(unfinished, { force: true });
    }
  });
}

/** The copies of earlier versions that there are, with when each was made (milliseconds). */
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

/** What the disk does not let go of is tried again by the next start. */
export function removeEarlierCopies(file: string): void {
  for (const copy of earlierCopies(file).keys()) {
    try {
      rmSync(copy, { force: true });
    } catch {
      // It is in nobody's way.
    }
  }
}
