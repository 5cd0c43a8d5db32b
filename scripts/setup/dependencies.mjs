// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { npm } from './npm.mjs';
import { inRoot } from './paths.mjs';
import { showProgress } from './progress.mjs';

/** Of npm, for exactly what is in package-lock.json. */
export const ciArguments = ['ci', '--no-audit', '--no-fund', '--ignore-scripts'];

/** Installs the packages in package-lock.json, unless exactly these are installed. */
export async function installDependencies() {
  if (dependenciesInstalled()) return;
  await showProgress('Installing npm packages', () => npm(ciArguments));
}

/**
 * npm writes this file only after a complete installation, so that an interrupted one does not count. Compared by
 * content, not by time, so that a developer's `npm install` does not trigger another one.
 */
function dependenciesInstalled() {
  const installedFile = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = packagesOf(installedFile);
  return Object.entries(packagesOf(inRoot('package-lock.json'))).every(
    ([path, wanted]) =>
      path === '' ||
      (installed[path] ? installed[path].version === wanted.version : wanted.optional || wanted.devOptional),
  );
}

/**
 * @typedef {{ version: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * The entry of a package in package-lock.json.
 * @param {string} name
 */
export function lockedPackage(name) {
  const found = packagesOf(inRoot('package-lock.json'))[`node_modules/${name}`];
  if (!found) throw new Error(`package-lock.json has no ${name}`);
  return found;
}
