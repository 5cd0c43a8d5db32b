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
  'build/napi-9',
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
export async function packArchive(archive, { version, build }) {
  const staging = await mkdtemp(join(tmpdir(), 'keyfob-package-'));
  try {
    for (const path of contents(process.platform)) if (existsSync(inRoot(path))) await stage(staging, path);
    for (const path of ['package.json', 'LICENSE', 'lib']) await stage(staging, `${sqlite}/${path}`);
    for (const binding of prebuiltBindings(process.platform, process.arch))
      await stage(staging, `${sqlite}/${binding}`);
    await writeFile(join(staging, 'package.json'), JSON.stringify({ ...manifest(), version, build }, undefined, 2));
    await createPackageWithOptions(staging, archive, { unpack: '*.node' });
  } finally {
    await rm(staging, { recursive: true });
  }
}

/** @param {string} staging @param {string} path */
async function stage(staging, path) {
  const target = join(staging, path);
  await mkdir(dirname(target), { recursive: true });
  await cp(inRoot(path), target, { recursive: true });
}

/** The part of package.json that Electron reads, and the desktop entry, by which Wayland knows the windows. */
function manifest() {
  const { name, productName, description, license, author, type, main } = JSON.parse(
    readFileSync(inRoot('package.json'), 'utf8'),
  );
  return { name, productName, desktopName: 'keyfob.desktop', description, license, author, type, main };
}
