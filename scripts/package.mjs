// @ts-check
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildApp } from './build-app.mjs';
import { packArchive } from './package/archive.mjs';
import { checkFuses, setFuses } from './package/fuses.mjs';
import { writeLicences } from './package/licences.mjs';
import { setUp } from './setup.mjs';
import { inRoot } from './setup/paths.mjs';
import { explain, Problem } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';

// The app as people get it: dist/keyfob-linux-x64, a folder that runs where it lies. The Electron in it is the one that
// set-up found; its fuses are set for an app, not for a workshop, and read back from the binary that is left.

try {
  if (process.platform !== 'linux') throw new Problem('Only the Linux package is made by this script so far.');
  const { electron } = await setUp(['window']);
  await buildApp();
  const target = inRoot('dist', `keyfob-linux-${process.arch}`);
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  await cp(dirname(electron), partial, { recursive: true, verbatimSymlinks: true });
  for (const name of ['app', 'default_app.asar'])
    await rm(join(partial, 'resources', name), { recursive: true, force: true });
  await rename(join(partial, 'electron'), join(partial, 'keyfob'));
  await packArchive(join(partial, 'resources', 'app.asar'));
  await writeLicences(join(partial, 'licences.txt'));
  await setFuses(join(partial, 'keyfob'));
  await checkFuses(join(partial, 'keyfob'));
  await rm(target, { recursive: true, force: true });
  await rename(partial, target);
  say(`Packaged: ${join(target, 'keyfob')}`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
