import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import type { Database } from './database.ts';
import { replaceFile } from './replace-file.ts';

/** How old a backup may become, in milliseconds. */
const lifetime = 24 * 3_600_000;

/**
 * Keeps a copy of a sound database beside it, at most a day old, readable by this user alone; what is sealed stays sealed in it.
 * Page by page, so that nobody waits for it. A copy that fails leaves the one before it.
 */
export async function keepBackup(database: Database, file: string, now: number): Promise<void> {
  if (existsSync(file) && isFresh(statSync(file).mtimeMs, now)) return;
  const unfinished = `${file}.new`;
  try {
    closeSync(openSync(unfinished, 'w', 0o600));
    await database.backup(unfinished);
    chmodSync(unfinished, 0o600);
    replaceFile(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** One from the future was made before the clock was set back: who knows when. */
function isFresh(madeAt: number, now: number): boolean {
  return madeAt <= now && now - madeAt < lifetime;
}
