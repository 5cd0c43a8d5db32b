// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockedPackage } from './dependencies.mjs';
import { inRoot } from './paths.mjs';

/**
 * The result of setup, stored in build/runtime.json for everything that starts an Electron.
 * @typedef {{ stamp: string, electron: string, electronVersion: string, napi: number, nodeBinding?: string | undefined
 * }} Runtime
 */

const file = inRoot('build', 'runtime.json');

/** @returns {Runtime | undefined} nothing when it was made from something else, or what it names has gone */
export function readRuntime() {
  if (!existsSync(file)) return undefined;
  /** @type {Runtime} */
  const runtime = JSON.parse(readFileSync(file, 'utf8'));
  if (runtime.stamp !== stamp()) return undefined;
  const files = [runtime.electron, runtime.nodeBinding ?? runtime.electron];
  return files.every((path) => existsSync(path)) ? runtime : undefined;
}

/** @param {Omit<Runtime, 'stamp'>} found @returns {Runtime} */
export function writeRuntime(found) {
  const runtime = { stamp: stamp(), ...found };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, `${JSON.stringify(runtime, undefined, 2)}\n`);
  renameSync(`${file}.partial`, file);
  return runtime;
}

/** Everything that the result depends on: the two packages, the machine, and these scripts. */
function stamp() {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const scripts = readdirSync(folder).toSorted();
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} `);
  for (const name of ['electron', 'better-sqlite3']) hash.update(lockedPackage(name).integrity ?? '');
  for (const script of scripts) hash.update(readFileSync(join(folder, script)));
  return hash.digest('hex').slice(0, 32);
}
