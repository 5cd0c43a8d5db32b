// @ts-check
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/**
 * What Electron is made of, as it says itself, and the SQLite in the binding.
 * @param {string} electron an executable whose fuses let it run as Node
 * @returns {Promise<import('./bill-of-materials.mjs').Component[]>}
 */
export async function electronParts(electron) {
  const printed = await run(electron, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  /** @type {Record<string, string>} */
  const versions = JSON.parse(printed);
  const part = (/** @type {string} */ name, version = '', purl = `pkg:generic/${name.toLowerCase()}@${version}`) => ({
    name,
    version,
    purl,
  });
  return [
    { ...part('Electron', versions['electron'], `pkg:npm/electron@${versions['electron']}`), license: 'MIT' },
    part('Chromium', versions['chrome']),
    part('Node.js', versions['node']),
    part('V8', versions['v8']),
    { ...part('SQLite', sqliteVersion()), license: 'blessing' },
  ];
}

/** The release that the binding is compiled from. */
function sqliteVersion() {
  const header = readFileSync(inRoot('node_modules', 'better-sqlite3', 'deps', 'sqlite3', 'sqlite3.h'), 'utf8');
  return /#define SQLITE_VERSION +"([\d.]+)"/.exec(header)?.[1] ?? '';
}
