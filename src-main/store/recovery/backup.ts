import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { removeBusy } from '../../base/busy-file.ts';
import type { Database } from '../database.ts';
import { replaceFile } from '../replace-file.ts';

/** The maximum age of a backup in milliseconds. */
const lifetime = 24 * 3_600_000;

/**
 * Copies a sound database next to it once a day, readable by the current user only; sealed values stay sealed. Copies
 * page by page, so that writers are not blocked. If the copy fails, the previous one remains. `isStale`: the present
 * backup must not stay, however new it is.
 */
export async function keepBackup(database: Database, file: string, now: number, isStale = false): Promise<void> {
  if (!isStale && existsSync(file) && isFresh(statSync(file).mtimeMs, now)) return;
  const unfinished = `${file}.new`;
  try {
    closeSync(openSync(unfinished, 'w', 0o600));
    await database.backup(unfinished);
    chmodSync(unfinished, 0o600);
    replaceFile(unfinished, file);
  } finally {
    removeBusy(unfinished);
  }
}

/** A time in the future means that the clock was set back, so the age is unknown. */
function isFresh(madeAt: number, now: number): boolean {
  return madeAt <= now && now - madeAt < lifetime;
}
