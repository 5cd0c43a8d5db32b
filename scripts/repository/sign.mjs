// @ts-check
import { dirname, join } from 'node:path';
import { rm } from 'node:fs/promises';
import { run } from '../setup/run.mjs';

/**
 * Signs a file with a key of gpg, into another file beside it.
 * @param {string} file
 * @param {string} key
 * @param {{ into: string, how: '--clear-sign' | '--detach-sign' }} options
 */
export async function sign(file, key, { into, how }) {
  const target = join(dirname(file), into);
  await rm(target, { force: true });
  await run('gpg', ['--batch', '--yes', '--armor', '--local-user', key, '--output', target, how, file]);
}
