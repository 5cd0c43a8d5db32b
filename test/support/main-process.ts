import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The process id of the app whose data is below this folder of settings, which Chromium stores for its single-instance
 * lock; undefined if none is running.
 */
export function mainProcessIn(settings: string): number | undefined {
  for (const folder of readdirSync(settings)) {
    try {
      const lock = readlinkSync(join(settings, folder, 'SingletonLock'));
      const pid = Number(lock.split('-').at(-1));
      process.kill(pid, 0);
      return pid;
    } catch {
      // Not a folder of the app, or of one that has ended.
    }
  }
  return undefined;
}
