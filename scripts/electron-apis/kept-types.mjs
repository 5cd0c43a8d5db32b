// @ts-check
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder } from '../setup/cache.mjs';
import { npm } from '../setup/npm.mjs';

/** The majors that are compared: some before the oldest that Keyfob runs on, so that the list says what is new. */
export const majors = Array.from({ length: 45 - 20 + 1 }, (_, index) => index + 20);

/**
 * The types of the newest release of a major of Electron, from its npm package, without the program itself. Kept in the
 * user's cache.
 * @param {number} major @returns {Promise<string>}
 */
export async function typesOf(major) {
  const folder = await cachedFolder(`electron-types-${major}`, async (made) => {
    await npm(['pack', '--silent', `electron@${major}`, '--pack-destination', made], made);
    await promisify(execFile)('sh', ['-c', 'tar -xzf electron-*.tgz package/electron.d.ts && rm electron-*.tgz'], {
      cwd: made,
    });
  });
  return readFileSync(join(folder, 'package', 'electron.d.ts'), 'utf8');
}
