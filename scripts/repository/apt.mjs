// @ts-check
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../setup/run.mjs';
import { sign } from './sign.mjs';

const suite = 'stable';
const component = 'main';

/**
 * @typedef {object} AptRepository
 * @property {string} folder packages that are in it stay
 * @property {string[]} packages files that end with `.deb`
 * @property {string} key fingerprint of the key that signs the index
 * @property {Date} now
 * @property {number} validDays how long apt takes the index for the newest one
 */

/**
 * Makes a repository that apt reads (Debian wiki, "DebianRepository/Format"). apt checks the signature of the index,
 * and by it each package.
 * @param {AptRepository} repository
 */
export async function makeAptRepository({ folder, packages, key, now, validDays }) {
  const pool = join(folder, 'pool');
  await mkdir(pool, { recursive: true });
  for (const file of packages) await copyFile(file, join(pool, basename(file)));
  const distribution = join(folder, 'dists', suite);
  await rm(distribution, { recursive: true, force: true });
  const architectures = ['amd64', 'arm64'];
  for (const architecture of architectures) {
    const index = join(distribution, component, `binary-${architecture}`);
    await mkdir(index, { recursive: true });
    const listed = await run('apt-ftparchive', ['--arch', architecture, 'packages', 'pool'], { cwd: folder });
    await writeFile(join(index, 'Packages'), listed);
    await writeFile(join(index, 'Packages.gz'), gzipSync(listed, { level: 9 }));
  }
  const until = new Date(now.getTime() + validDays * 24 * 60 * 60 * 1000);
  const fields = {
    Origin: 'Keyfob',
    Label: 'Keyfob',
    Suite: suite,
    Codename: suite,
    Components: component,
    Architectures: architectures.join(' '),
  };
  const options = Object.entries(fields).flatMap(([name, value]) => [
    '-o',
    `APT::FTPArchive::Release::${name}=${value}`,
  ]);
  const release = await run('apt-ftparchive', [...options, 'release', distribution]);
  // It knows no other time than now.
  const times = `Date: ${now.toUTCString()}\nValid-Until: ${until.toUTCString()}\n`;
  await writeFile(join(distribution, 'Release'), times + release.replaceAll(/^(?:Date|Valid-Until): .*\n/gm, ''));
  await sign(join(distribution, 'Release'), key, { into: 'InRelease', how: '--clear-sign' });
  await sign(join(distribution, 'Release'), key, { into: 'Release.gpg', how: '--detach-sign' });
}
