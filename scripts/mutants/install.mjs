// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cachedFolder } from '../setup/cache.mjs';
import { withLock } from '../setup/lock.mjs';
import { npm } from '../setup/npm.mjs';
import { inRoot } from '../setup/paths.mjs';
import { showProgress } from '../setup/progress.mjs';

const manifests = ['package.json', 'package-lock.json'];
const inMutants = (/** @type {string} */ name) => inRoot('scripts', 'mutants', name);

/**
 * Installs Stryker, which only mutation testing needs: once into the user's cache, and from there into this
 * repository's build folder. That copy is needed because Stryker's runner must load the same Vitest as the tests, and
 * Node looks for it in the parent folders.
 * @returns {Promise<string>} Stryker's command line program
 */
export async function installStryker() {
  const hash = createHash('sha256');
  for (const name of manifests) hash.update(readFileSync(inMutants(name)));
  const key = `stryker-${hash.digest('hex').slice(0, 12)}`;
  const place = inRoot('build', key);
  if (!existsSync(place)) {
    await mkdir(dirname(place), { recursive: true });
    const cached = await cachedFolder(key, install);
    await withLock(place, async () => {
      if (existsSync(place)) return;
      await rm(`${place}.partial`, { recursive: true, force: true });
      await cp(cached, `${place}.partial`, { recursive: true, verbatimSymlinks: true });
      await rename(`${place}.partial`, place);
    });
  }
  return join(place, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
}

/**
 * Without peer dependencies: Vitest comes from this repository.
 * @param {string} folder
 */
async function install(folder) {
  for (const name of manifests) await copyFile(inMutants(name), join(folder, name));
  const options = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
  await showProgress('Installing Stryker from the npm registry', () => npm(['ci', ...options], folder));
}
