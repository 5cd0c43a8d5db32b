// @ts-check
import { copyFile, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { packArchive } from './archive.mjs';
import { billOfMaterials } from './bill-of-materials.mjs';
import { checkFuses, setFuses } from './fuses.mjs';
import { electronParts } from './electron-parts.mjs';
import { compileLauncher } from './launcher.mjs';
import { licensedPackages, writeLicences } from './licences.mjs';
import { lockedComponents } from './locked-components.mjs';
import { normalize } from './normalize.mjs';
import { writeSharedFiles } from './shared-files.mjs';
import { apparmorProfile } from './systems/linux/apparmor-profile.mjs';

/** Chromium's own texts, for file dialogs and context menus: of the languages that Keyfob has. */
const keptLocales = /^(?:en-US|en-GB|vi|zh-CN|zh-TW)\.pak$/;

/** The name of Electron's executable: `keyfob` is the connector, the command of terminals. */
export const appExecutable = 'keyfob-app-main';
/** What starts it: tests first whether the sandbox can be made. */
const launcher = 'keyfob-app';

/**
 * @typedef {object} Facts
 * @property {string} version
 * @property {number} date of all files, in seconds
 * @property {import('../../src-preload/contract.ts').BuildView} build what is unusual about this package
 * @property {string} electron the executable to package
 * @property {string} connector the compiled one
 */

/**
 * Makes the app as a folder that runs where it lies, its fuses set, and verifies them.
 * @param {string} target
 * @param {Facts} facts
 */
export async function makeFolder(target, { version, date, build, electron, connector }) {
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  await cp(dirname(electron), partial, { recursive: true, verbatimSymlinks: true });
  for (const name of ['app', 'default_app.asar'])
    await rm(join(partial, 'resources', name), { recursive: true, force: true });
  for (const name of await readdir(join(partial, 'locales')))
    if (!keptLocales.test(name)) await rm(join(partial, 'locales', name));
  const executable = join(partial, appExecutable);
  await rename(join(partial, 'electron'), executable);
  await compileLauncher(join(partial, launcher));
  const resources = join(partial, 'resources');
  await packArchive(join(resources, 'app.asar'), { version, build });
  await mkdir(join(resources, 'connector'));
  await copyFile(connector, join(resources, 'connector', 'keyfob'));
  await writeSharedFiles(partial, connector);
  await writeLicences(join(resources, 'licences.txt'));
  const components = [...(await electronParts(electron)), ...lockedComponents(licensedPackages())];
  await writeFile(join(resources, 'sbom.cdx.json'), billOfMaterials({ version, date, components }));
  await writeFile(join(resources, 'apparmor-profile'), apparmorProfile);
  await writeFile(join(partial, 'version'), `${version}\n`);
  await copyFile(inRoot('LICENSE'), join(partial, 'LICENSE'));
  await setFuses(executable, process.platform);
  await checkFuses(executable);
  await normalize(partial, date);
  await rm(target, { recursive: true, force: true });
  await rename(partial, target);
}
