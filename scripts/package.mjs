// @ts-check
import { readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildApp } from './build-app.mjs';
import { packArchive } from './package/archive.mjs';
import { checkFuses, setFuses } from './package/fuses.mjs';
import { writeLicences } from './package/licences.mjs';
import { writeSharedFiles } from './package/shared-files.mjs';
import { setUp } from './setup.mjs';
import { compiledConnector } from './setup/connector.mjs';
import { inRoot } from './setup/paths.mjs';
import { explain, Problem } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';

// Packages the app as it is distributed: dist/keyfob-linux-x64, a folder that runs in place. Sets the production fuses,
// and verifies them in the resulting binary.
//
// npm run package [-- --assembled] [--for-tests]
// --assembled uses the Electron that setup found, even if it is not the pinned version; the app's settings show that
// --for-tests lets a debugger attach, as Playwright needs; uses a separate folder, and the app's settings show that

const known = ['--assembled', '--for-tests'];
const args = process.argv.slice(2);

try {
  const unknown = args.filter((one) => !known.includes(one));
  if (unknown.length > 0)
    throw new Problem(`Unknown option: ${unknown.join(' ')}. Known options: ${known.join(', ')}.`);
  if (process.platform !== 'linux') throw new Problem('Packages can be built only on Linux so far.');
  const { electron, electronVersion: used } = await setUp(['window']);
  const pinned = pinnedElectron();
  if (used !== pinned && !args.includes('--assembled'))
    throw new Problem(
      `Electron ${used} is installed, but Keyfob needs ${pinned}, which could not be downloaded. ` +
        'To package with the installed version: npm run package -- --assembled',
    );
  const forTests = args.includes('--for-tests');
  await buildApp();
  const target = inRoot('dist', `keyfob-linux-${process.arch}${forTests ? '-for-tests' : ''}`);
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  await cp(dirname(electron), partial, { recursive: true, verbatimSymlinks: true });
  for (const name of ['app', 'default_app.asar'])
    await rm(join(partial, 'resources', name), { recursive: true, force: true });
  await rename(join(partial, 'electron'), join(partial, 'keyfob'));
  await packArchive(join(partial, 'resources', 'app.asar'), {
    forTests,
    electron: used === pinned ? null : { used, pinned },
  });
  await mkdir(join(partial, 'resources', 'connector'));
  const connector = await compiledConnector();
  await copyFile(connector, join(partial, 'resources', 'connector', 'keyfob'));
  await writeSharedFiles(partial, connector);
  await writeLicences(join(partial, 'resources', 'licences.txt'));
  await setFuses(join(partial, 'keyfob'), process.platform);
  await checkFuses(join(partial, 'keyfob'));
  await rm(target, { recursive: true, force: true });
  await rename(partial, target);
  say(`Packaged: ${join(target, 'keyfob')}`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/**
 * The Electron version in package.json.
 * @returns {string}
 */
function pinnedElectron() {
  return JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).devDependencies.electron;
}
