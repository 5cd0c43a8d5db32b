// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What a test that listens, opens a database, starts a process or draws a window cannot do without. One that counts the
 * steps of a module (`node:inspector`) must be the first to load it.
 */
const impure =
  /^(?:better-sqlite3|oidc-provider|undici|react|@modelcontextprotocol\/.*|node:(?:child_process|dgram|http|https|http2|inspector\/promises|net|tls|worker_threads))$/;

/**
 * The tests that neither listen nor open a database nor start a process nor draw a window, found by what they import,
 * with all that those files import. They leave nothing behind in their process, so that one process can run all of
 * them.
 * @param {string} folder of tests
 */
export function pureTests(folder) {
  /** @type {Map<string, string[]>} */
  const known = new Map();
  const imported = (/** @type {string} */ file) => {
    const names = known.get(file) ?? importsOf(readFileSync(file, 'utf8'));
    known.set(file, names);
    return names;
  };
  /** @param {string} file @param {Set<string>} seen @returns {boolean} */
  const isPure = (file, seen) => {
    if (seen.has(file)) return true;
    seen.add(file);
    return imported(file).every((name) => {
      if (!name.startsWith('.')) return !impure.test(name);
      const path = join(dirname(file), name);
      return !existsSync(path) || isPure(path, seen);
    });
  };
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .filter((file) => !readFileSync(file, 'utf8').includes('@vitest-environment') && isPure(file, new Set()))
    .toSorted();
}

/** The modules that a file loads when it runs: types are gone by then. @param {string} source */
export function importsOf(source) {
  const declared = source.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?(['"])(?<name>[^'"\n]+)\1/gm);
  const dynamic = source.matchAll(/\bimport\(\s*(['"])(?<name>[^'"\n]+)\1/g);
  return [...declared, ...dynamic].flatMap(({ groups }) => groups?.['name'] ?? []);
}
