// @ts-check
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';

/**
 * What the lock file says of these packages.
 * @param {string[]} names
 * @returns {import('./bill-of-materials.mjs').Component[]}
 */
export function lockedComponents(names) {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  return names.map((name) => {
    const { version, license, integrity } = packages[`node_modules/${name}`];
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    return { name, version, license, purl, integrity };
  });
}
