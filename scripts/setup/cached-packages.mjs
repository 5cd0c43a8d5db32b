// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from './cache.mjs';
import { npm } from './npm.mjs';
import { inRoot } from './paths.mjs';
import { showProgress } from './progress.mjs';

const manifests = ['package.json', 'package-lock.json'];
const inScripts = (/** @type {string} */ name, /** @type {string} */ file) => inRoot('scripts', name, file);

/**
 * The key of these packages in the cache: another one whenever a version changes.
 * @param {string} name the folder in `scripts` with their manifests
 */
export function packagesKey(name) {
  const hash = createHash('sha256');
  for (const file of manifests) hash.update(readFileSync(inScripts(name, file)));
  return `${name}-${hash.digest('hex').slice(0, 12)}`;
}

/**
 * Packages that only one kind of test needs, installed into the user's cache: from the registry the first time, and
 * without the network after that.
 * @param {string} name the folder in `scripts` with their manifests
 * @param {string} title what is shown meanwhile
 * @param {{ options?: string[], finish?: (folder: string) => Promise<unknown> }} [how] `options` of npm; `finish` does
 *   what a package leaves to a script of its own, which npm does not run here
 * @returns {Promise<string>} the folder with their `node_modules`
 */
export function cachedPackages(name, title, { options = [], finish = async () => {} } = {}) {
  return cachedFolder(packagesKey(name), async (folder) => {
    for (const file of manifests) await copyFile(inScripts(name, file), join(folder, file));
    await showProgress(title, async () => {
      await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...options], folder);
      await finish(folder);
    });
  });
}
