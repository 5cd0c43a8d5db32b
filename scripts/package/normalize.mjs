// @ts-check
import { chmod, lstat, lutimes, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Gives all files of a folder the same time, and the modes of a package: neither the clock nor the user's umask is to
 * be seen in it.
 * @param {string} folder
 * @param {number} date seconds
 */
export async function normalize(folder, date) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await normalize(path, date);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o111 ? 0o755 : 0o644);
    await lutimes(path, date, date);
  }
  await chmod(folder, 0o755);
  await lutimes(folder, date, date);
}
