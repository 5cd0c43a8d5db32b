// @ts-check
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../setup/run.mjs';
import { normalize } from './normalize.mjs';
import { ownPaths, stage } from './stage.mjs';
import { debianControl } from './systems/linux/debian-control.mjs';
import { debianScripts } from './systems/linux/maintainer-scripts.mjs';

/**
 * Makes the package for Debian and Ubuntu.
 * @param {string} target
 * @param {import('./linux.mjs').PackageFacts} facts
 */
export async function makeDeb(target, { work, app, version, arch, date, dependencies, fast }) {
  const root = join(work, 'deb');
  await stage(root, { app, version, date, format: 'deb' });
  const paths = (await ownPaths(root)).filter(({ isFolder }) => !isFolder);
  const files = paths.map(({ path }) => ({ path, stat: lstatSync(join(root, path)) }));
  const bytes = files.reduce((sum, { stat }) => sum + stat.size, 0);
  const sums = files
    .filter(({ stat }) => stat.isFile())
    .map(({ path }) => `${md5(join(root, path))}  ${path.slice(1)}\n`);
  const control = join(root, 'DEBIAN');
  await mkdir(control);
  await writeFile(join(control, 'control'), debianControl({ version, arch, bytes, depends: dependencies.deb }));
  await writeFile(join(control, 'md5sums'), sums.join(''));
  for (const [name, script] of Object.entries(debianScripts))
    await writeFile(join(control, name), script, { mode: 0o755 });
  await normalize(control, date);
  await rm(target, { force: true });
  const compression = fast ? ['-Zzstd', '-z3'] : ['-Zxz', '-z6'];
  await run('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, target], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(date) },
  });
}

/** What `dpkg --verify` compares. @param {string} file */
const md5 = (file) => createHash('md5').update(readFileSync(file)).digest('hex');
