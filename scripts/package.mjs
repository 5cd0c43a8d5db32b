// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './build-app.mjs';
import { makeFolder } from './package/folder.mjs';
import { makePackages } from './package/linux.mjs';
import { readOptions } from './package/options.mjs';
import { sourceDate } from './package/source-date.mjs';
import { writeSums } from './package/sums.mjs';
import { setUp } from './setup.mjs';
import { compiledConnector } from './setup/connector.mjs';
import { requirePackages } from './setup/debian-packages.mjs';
import { inRoot } from './setup/paths.mjs';
import { explain, Problem } from './setup/problem.mjs';
import { say, showProgress } from './setup/progress.mjs';

// Packages the app as it is distributed: a .deb, an .rpm and a tar.gz in dist/, with their sums, from
// dist/keyfob-linux-x64, a folder that runs in place. The same sources make the same bytes.
//
// npm run package [-- [--deb] [--rpm] [--tar] [--folder] [--assembled] [--for-tests] [--fast]]
// --deb, --rpm, --tar make these packages alone; --folder the folder alone
// --assembled uses the Electron that setup found, even if it is not the pinned version; the app's settings show that
// --for-tests lets a debugger attach, as Playwright needs; in dist/for-tests, and the app's settings show that
// --fast compresses quickly, which makes packages larger
//
// KEYFOB_MINISIGN_KEY names a secret key of minisign, with which the sums are signed.

try {
  const { formats, assembled, forTests, fast } = readOptions(process.argv.slice(2));
  if (process.platform !== 'linux')
    throw new Problem(
      'This command makes the packages of Linux. Those of macOS and Windows are made by .github/workflows/release.yml.',
    );
  const { electron, electronVersion: used } = await setUp(['window']);
  const { version, devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  /** @type {string} */
  const pinned = devDependencies.electron;
  if (used !== pinned && !assembled)
    throw new Problem(
      `Electron ${used} is installed, but Keyfob needs ${pinned}, which could not be downloaded. ` +
        'To package with the installed version: npm run package -- --assembled',
    );
  const key = process.env['KEYFOB_MINISIGN_KEY'];
  if (formats.length > 0) await requirePackages(key ? ['packages', 'signatures'] : ['packages']);
  await buildApp();
  const arch = process.arch;
  const app = inRoot('dist', `keyfob-linux-${arch}${forTests ? '-for-tests' : ''}`);
  const date = sourceDate(process.env);
  const build = { forTests, electron: used === pinned ? null : { used, pinned } };
  const connector = await compiledConnector();
  await showProgress('Putting the app together', () => makeFolder(app, { version, date, build, electron, connector }));
  say(`Packaged: ${app}`);
  if (formats.length > 0) {
    const folder = forTests ? inRoot('dist', 'for-tests') : inRoot('dist');
    const made = await makePackages(folder, formats, { app, version, arch, date, fast });
    const sums = await writeSums(folder, made, { version, key });
    for (const name of [...made, ...sums]) say(`Packaged: ${join(folder, name)}`);
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
