// @ts-check
import { createPackageWithOptions } from '@electron/asar';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { prebuiltBindings } from './systems/bindings.mjs';

/**
 * Everything that the app reads at run time; paths are the same in the archive.
 * @param {NodeJS.Platform} platform
 */
const contents = (platform) => [
  'out',
  'migrations',
  'LICENSE',
  ...(platform === 'linux' ? ['build/napi-9'] : []),
  ...(platform === 'win32' ? ['src-main/shell/icons/windows'] : []),
];
const sqlite = 'node_modules/better-sqlite3';

/**
 * Packs the built app into one archive. The SQLite binding is placed next to it (`app.asar.unpacked`), because the
 * system loads it from a file.
 * @param {string} archive
 * @param {object} facts
 * @param {string} facts.version
 * @param {import('../../src-preload/contract.ts').BuildView} facts.build what is unusual about this package
 */
export async function packArchive(archive, facts) {
  const staging = await mkdtemp(join(tmpdir(), 'keyfob-package-'));
  try {
    await layOutArchive(staging, { platform: process.platform, arch: process.arch, ...facts });
    await createPackageWithOptions(staging, archive, { unpack: '*.node' });
  } finally {
    await rm(staging, { recursive: true });
  }
}

/**
 * Lays out what the archive holds.
 * @param {string} folder
 * @param {object} facts
 * @param {NodeJS.Platform} facts.platform
 * @param {string} facts.arch
 * @param {string} facts.version
 * @param {import('../../src-preload/contract.ts').BuildView} [facts.build] what is unusual about this package
 */
export async function layOutArchive(folder, { platform, arch, version, build }) {
  for (const path of contents(platform)) if (existsSync(inRoot(path))) await stage(folder, path);
  for (const path of ['package.json', 'LICENSE', 'lib']) await stage(folder, `${sqlite}/${path}`);
  for (const binding of prebuiltBindings(platform, arch)) await stage(folder, `${sqlite}/${binding}`);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest(), version, build }, undefined, 2));
}

/** @param {string} staging @param {string} path */
async function stage(staging, path) {
  const target = join(staging, path);
  await mkdir(dirname(target), { recursive: true });
  await cp(inRoot(path), target, { recursive: true });
}

/**
 * The part of package.json that Electron reads, the desktop entry, by which Wayland knows the windows, and the packages
 * beside it, which electron-builder would otherwise look for in the clone.
 */
function manifest() {
  const { name, productName, description, license, author, type, main, dependencies } = JSON.parse(
    readFileSync(inRoot('package.json'), 'utf8'),
  );
  const desktopName = 'keyfob.desktop';
  return { name, productName, desktopName, description, license, author, type, main, dependencies };
}
