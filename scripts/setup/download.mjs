// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { npm } from './npm.mjs';
import { Problem } from './problem.mjs';
import { say, showProgress } from './progress.mjs';

/** A connection without data for this long is closed. Milliseconds. */
const silence = 30_000;

/**
 * Downloads a package's tarball into the folder and verifies its integrity. `npm pack` shows no progress, so we
 * download from the URL that npm names; if that fails, npm does it, which supports proxies and registry sign-ins.
 * @param {{ name: string, version: string, integrity: string, title: string }} wanted
 * @param {string} folder
 * @returns {Promise<string>} the file
 */
export async function downloadPackage({ name, version, integrity, title }, folder) {
  const file = join(folder, 'package.tgz');
  const spec = `${name}@${version}`;
  const found = await showProgress(`Downloading ${title}`, async (onBytes) => {
    const address = JSON.parse(await npm(['view', spec, 'dist.tarball', '--json']));
    return fetchTo(address, file, onBytes);
  }).catch((error) => {
    say(`Asking npm for it instead (${error instanceof Error ? error.message.split('\n')[0] : error})`);
    return showProgress(`Downloading ${title} through npm`, () => packTo(spec, folder, file));
  });
  if (found !== integrity) throw new Problem(`${spec} from the registry has the wrong checksum: ${found}`);
  return file;
}

/**
 * @param {string} address
 * @param {string} file
 * @param {(done: number, total?: number) => void} onBytes
 * @returns {Promise<string>} its integrity, as npm writes it
 */
async function fetchTo(address, file, onBytes) {
  const ca = await trustedByNpm();
  /** @type {import('node:http').IncomingMessage} */
  const response = await new Promise((resolve, reject) => {
    const request = get(address, { ca }, resolve).on('error', reject);
    request.setTimeout(silence, () => request.destroy(new Error(`nothing came for ${silence / 1000} s`)));
  });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`the registry answered ${response.statusCode}`);
  }
  const total = Number(response.headers['content-length']) || undefined;
  let done = 0;
  response.on('data', (/** @type {Buffer} */ chunk) => onBytes((done += chunk.length), total));
  const hash = createHash('sha512');
  response.on('data', (chunk) => hash.update(chunk));
  await pipeline(response, createWriteStream(file));
  return `sha512-${hash.digest('base64')}`;
}

/**
 * A company's own certificate authority is often configured for npm only.
 * @returns {Promise<Buffer | undefined>}
 */
async function trustedByNpm() {
  const file = (await npm(['config', 'get', 'cafile'])).trim();
  return existsSync(file) ? readFileSync(file) : undefined;
}

/** @param {string} spec @param {string} folder @param {string} file */
async function packTo(spec, folder, file) {
  await npm(['pack', spec, '--pack-destination', folder]);
  const packed = (await readdir(folder)).find((name) => name.endsWith('.tgz') && join(folder, name) !== file);
  if (!packed) throw new Problem(`npm pack ${spec} left no file`);
  await rename(join(folder, packed), file);
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
