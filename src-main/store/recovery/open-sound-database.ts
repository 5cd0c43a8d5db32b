import { existsSync } from 'node:fs';
import { type Database, type DatabaseOptions, openDatabase } from '../database.ts';
import { assertNotCutOff, assertSound, isDamage, wasLeftOpen } from './damage.ts';
import type { FirstNames } from '../first-start.ts';
import { endRecovery, recover, type Recovery } from './recover.ts';

/** The path of the backup. */
export const backupOf = (file: string): string => file.replace(/(\.\w+)?$/, '-backup$1');

/**
 * Opens the database; if it is damaged, recovers its readable rows into a new file and keeps the old one. Throws what
 * `openDatabase` throws for every other reason: a newer version, a full or read-only disk.
 */
export function openSoundDatabase(
  file: string,
  options: DatabaseOptions & { now: number; names?: FirstNames },
): { database: Database; recovery?: Recovery } {
  endRecovery(file, options.now);
  const leftOpen = wasLeftOpen(file);
  let database: Database | undefined;
  try {
    assertNotCutOff(file);
    database = openDatabase(file, options);
    assertSound(database, leftOpen);
    return { database };
  } catch (error) {
    database?.close();
    if (!isDamage(error)) throw error;
    const backup = backupOf(file);
    return recover(file, { ...options, ...(existsSync(backup) && { backup }) });
  }
}
