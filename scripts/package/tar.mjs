// @ts-check
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../setup/run.mjs';
import { normalize } from './normalize.mjs';

/**
 * Makes the archive for every other Linux: the app's folder, which runs where it is unpacked.
 * @param {string} target
 * @param {import('./linux.mjs').PackageFacts} facts
 */
export async function makeTar(target, { work, app, date, fast }) {
  await rm(join(work, 'Keyfob'), { recursive: true, force: true });
  await cp(app, join(work, 'Keyfob'), { recursive: true, verbatimSymlinks: true });
  await normalize(join(work, 'Keyfob'), date);
  const order = ['--sort=name', '--format=gnu', `--mtime=@${date}`, '--owner=0', '--group=0', '--numeric-owner'];
  await run('tar', [...order, `--use-compress-program=gzip -n ${fast ? '-1' : '-9'}`, '-cf', target, 'Keyfob'], {
    cwd: work,
  });
}
