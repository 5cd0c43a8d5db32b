// @ts-check
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cachedPackages, packagesKey } from '../setup/cached-packages.mjs';
import { withLock } from '../setup/lock.mjs';
import { inRoot } from '../setup/paths.mjs';

/**
 * Installs Stryker, which only mutation testing needs: once into the user's cache, and from there into this
 * repository's build folder. That copy is needed because Stryker's runner must load the same Vitest as the tests, and
 * Node looks for it in the parent folders. Without peer dependencies: Vitest comes from this repository.
 * @returns {Promise<string>} Stryker's command line program
 */
export async function installStryker() {
  const place = inRoot('build', packagesKey('mutants'));
  if (!existsSync(place)) {
    await mkdir(dirname(place), { recursive: true });
    const cached = await cachedPackages('mutants', 'Installing Stryker from the npm registry', {
      options: ['--legacy-peer-deps'],
    });
    await withLock(place, async () => {
      if (existsSync(place)) return;
      await rm(`${place}.partial`, { recursive: true, force: true });
      await cp(cached, `${place}.partial`, { recursive: true, verbatimSymlinks: true });
      await rename(`${place}.partial`, place);
    });
  }
  return join(place, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
}
