// @ts-check
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { programOnPath } from '../setup/debian-packages.mjs';
import { run } from '../setup/run.mjs';
import { sign } from './sign.mjs';

/**
 * @typedef {object} RpmRepository
 * @property {string} folder packages that are in it stay
 * @property {string[]} packages files that end with `.rpm`; copies of them are signed
 * @property {string} key fingerprint of the key that signs packages and index
 */

/**
 * Makes a repository that dnf and zypper read. Each package has a signature of its own, which rpm checks, and the index
 * has one, for `repo_gpgcheck`.
 * @param {RpmRepository} repository
 */
export async function makeRpmRepository({ folder, packages, key }) {
  await mkdir(folder, { recursive: true });
  for (const file of packages) {
    const copy = join(folder, basename(file));
    await copyFile(file, copy);
    // On Debian, rpm expects gpg under another name.
    const defines = ['--define', `_gpg_name ${key}`, '--define', `__gpg ${programOnPath('gpg')}`];
    await run('rpmsign', [...defines, '--addsign', copy]);
  }
  await run('createrepo_c', ['--quiet', '--update', folder]);
  await sign(join(folder, 'repodata', 'repomd.xml'), key, { into: 'repomd.xml.asc', how: '--detach-sign' });
}
