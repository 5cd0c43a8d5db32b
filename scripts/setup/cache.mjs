// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheRoot } from './paths.mjs';

/** @param {string} key */
export const isCached = (key) => existsSync(join(cacheRoot(), key));

/**
 * The cache's folder for this key, created if missing. It is built next to its place and then renamed, so that an
 * interrupted setup leaves no partial one; and under a lock, so that two setups do not both build it.
 * @param {string} key names version and integrity of what went in
 * @param {(folder: string) => Promise<void>} make
 * @returns {Promise<string>}
 */
export async function cachedFolder(key, make) {
  const place = join(cacheRoot(), key);
  if (isCached(key)) return place;
  await mkdir(cacheRoot(), { recursive: true });
  return withLock(place, async () => {
    if (isCached(key)) return place;
    await removeAbandoned(key);
    const partial = `${place}.partial-${process.pid}`;
    await mkdir(partial);
    try {
      await make(partial);
      await rename(partial, place);
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      throw error;
    }
    return place;
  });
}

/**
 * We hold the lock, so the process that created these has ended. A compiler that it started may still write; what
 * cannot be removed now is removed next time.
 * @param {string} key
 */
async function removeAbandoned(key) {
  for (const name of await readdir(cacheRoot()))
    if (name.startsWith(`${key}.partial-`))
      await rm(join(cacheRoot(), name), { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
