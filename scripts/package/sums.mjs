// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from '../setup/run.mjs';

const sumsFile = 'SHA256SUMS';

/**
 * Writes the sums of these files, as `sha256sum --check` reads them, and signs them where there is a key.
 * @param {string} folder
 * @param {string[]} names
 * @param {{ version: string, key: string | undefined }} options `key`: the file of a secret key of minisign without a
 *   password
 * @returns {Promise<string[]>} the names of what was written
 */
export async function writeSums(folder, names, { version, key }) {
  const lines = await Promise.all(names.toSorted().map(async (name) => `${await sum(join(folder, name))}  ${name}\n`));
  await writeFile(join(folder, sumsFile), lines.join(''));
  const signature = `${sumsFile}.minisig`;
  await rm(join(folder, signature), { force: true });
  if (!key) return [sumsFile];
  // By default the comment has the time of signing, and two builds would differ.
  const comment = ['-t', `keyfob ${version}`];
  await run('minisign', ['-S', '-s', key, ...comment, '-m', join(folder, sumsFile)]);
  return [sumsFile, signature];
}

/** @param {string} file */
async function sum(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
