// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a test that counts the steps of a module imports; it must be the first in its process to load that module. */
const counting = /^node:inspector\/promises$/;

/**
 * The tests that need a process of their own, found by what they import, with all that those files import.
 * @param {string} folder of tests
 */
export function aloneTests(folder) {
  /** @type {Map<string, string[]>} */
  const known = new Map();
  const imported = (/** @type {string} */ file) => {
    const names = known.get(file) ?? importsOf(readFileSync(file, 'utf8'));
    known.set(file, names);
    return names;
  };
  /** @param {string} file @param {Set<string>} seen @returns {boolean} */
  const counts = (file, seen) => {
    if (seen.has(file)) return false;
    seen.add(file);
    return imported(file).some((name) => {
      if (!name.startsWith('.')) return counting.test(name);
      const path = join(dirname(file), name);
      return existsSync(path) && counts(path, seen);
    });
  };
  return testsIn(folder).filter((file) => counts(file, new Set()));
}

/** The tests that draw a window, which say so in their first line. @param {string} folder of tests */
export function windowTests(folder) {
  return testsIn(folder).filter((file) => readFileSync(file, 'utf8').includes('@vitest-environment'));
}

/** @param {string} folder */
function testsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .toSorted();
}

/** The modules that a file loads when it runs: types are gone by then. @param {string} source */
export function importsOf(source) {
  const declared = source.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?(['"])(?<name>[^'"\n]+)\1/gm);
  const dynamic = source.matchAll(/\bimport\(\s*(['"])(?<name>[^'"\n]+)\1/g);
  return [...declared, ...dynamic].flatMap(({ groups }) => groups?.['name'] ?? []);
}
