// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { Problem } from '../setup/problem.mjs';
import { mitLicence } from './mit-licence.mjs';

/**
 * Every package whose code is in the app: what the sources import, with all dependencies.
 * @returns {string[]} their names
 */
export function licensedPackages() {
  const { devDependencies, dependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const imported = importedPackages(['src-main', 'src-preload', 'src-renderer']);
  const packages = closure([...imported].filter((name) => name in devDependencies || name in dependencies));
  return [...packages].toSorted();
}

/**
 * Writes the licences of all these packages. Too many are harmless, a missing one is not. Chromium's own come with
 * Electron.
 * @param {string} file
 */
export async function writeLicences(file) {
  const parts = licensedPackages().map((name) => {
    const folder = inRoot('node_modules', name);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { version, license } = manifest;
    if (!license) throw new Problem(`${name} names no licence.`);
    const text = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const words = text ? readFileSync(join(folder, text), 'utf8').trim() : mitLicence(manifest);
    return `${name} ${version} (${license})\n\n${words}\n`;
  });
  parts.unshift(electronPart());
  await writeFile(file, parts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Without a version: the packaged Electron is the one that setup found, which may differ from node_modules. */
function electronPart() {
  const words = readFileSync(inRoot('node_modules', 'electron', 'LICENSE'), 'utf8').trim();
  return `Electron (MIT)\n\n${words}\n\nChromium, and what else Electron is made of: the file LICENSES.chromium.html of this package.\n`;
}

/** @param {string[]} folders @returns {Set<string>} */
function importedPackages(folders) {
  const names = new Set();
  for (const folder of folders)
    for (const entry of readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(tsx?|css)$/.test(entry.name)) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      for (const [, name] of text.matchAll(/(?:from|import\(?)\s*'((?:@[\w.-]+\/)?[\w-][\w.-]*)/g)) names.add(name);
    }
  return names;
}

/** @param {string[]} names @returns {Set<string>} */
function closure(names) {
  const found = new Set();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const manifest = inRoot('node_modules', name, 'package.json');
    if (found.has(name) || !existsSync(manifest) || name === 'electron') continue;
    found.add(name);
    queue.push(...Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).dependencies ?? {}));
  }
  return found;
}
