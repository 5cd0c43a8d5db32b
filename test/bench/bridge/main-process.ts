import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The app's main process, which Chromium notes for its single-instance lock. */
export function mainProcess(): number {
  const settings = process.env['XDG_CONFIG_HOME'] ?? '';
  for (const folder of readdirSync(settings)) {
    try {
      const pid = Number(
        readlinkSync(join(settings, folder, 'SingletonLock'))
          .split('-')
          .at(-1),
      );
      process.kill(pid, 0);
      return pid;
    } catch {
      // Not a folder of the app, or of one that has ended.
    }
  }
  throw new Error('The app is not running.');
}
