import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPackageWithOptions, extractAll } from '@electron/asar';
import packageJson from '../../package.json' with { type: 'json' };
import { makeFolder } from '../../scripts/package/folder.mjs';
import { makePackages } from '../../scripts/package/linux.mjs';
import { fileNames } from '../../scripts/package/systems/linux/versions.mjs';
import { compiledConnector, connectorSources, connectorWarnings } from '../../scripts/setup/connector.mjs';
import { listMigrations } from '../../src-main/store/migrate.ts';
import { repository } from '../end-to-end/desktop.ts';

const run = promisify(execFile);

/** Where all files of these tests lie: in memory, and seen by them alone. */
export const filesFolder = process.env['KEYFOB_INSTALL_FILES'] ?? '';

export const { version } = packageJson;
/** That of the next package, which no release has. */
export const nextVersion = '99.0.0';
export const namesOf = (of: string) => fileNames(of, process.arch);

/** The time of all files; any that is not now. */
const date = 1_700_000_000;
const facts = { arch: process.arch, date, fast: true };

/** The folders with the packages of this and of the next version, made once. */
export async function packagesOf(): Promise<{ one: string; next: string }> {
  const [one, next] = [join(filesFolder, 'one'), join(filesFolder, 'next')];
  if (!existsSync(one)) await makeThisVersion(one);
  if (!existsSync(next)) await makeNextVersion(next);
  return { one, next };
}

/** Makes all packages of the app, which a debugger may look into. */
export async function makeThisVersion(folder: string): Promise<void> {
  const app = `${folder}-app`;
  await makeFolder(app, {
    version,
    date,
    build: await build(),
    electron: await electron(),
    connector: await compiledConnector(),
  });
  await makePackages(folder, ['deb', 'rpm', 'tar'], { ...facts, app, version });
  await rm(app, { recursive: true });
}

/** Makes packages of a later version: the same code with another number, connector and one more migration. */
async function makeNextVersion(folder: string): Promise<void> {
  const app = `${folder}-app`;
  await mkdir(folder, { recursive: true });
  const connector = join(folder, 'connector');
  const flags = [...connectorWarnings, '-O1', '-static', `-DKEYFOB_VERSION="${nextVersion}"`];
  await run('cc', [...flags, '-o', connector, ...connectorSources]);
  await makeFolder(app, { version: nextVersion, date, build: await build(), electron: await electron(), connector });
  await rm(connector);
  const [archive, files] = [join(app, 'resources', 'app.asar'), `${folder}-archive`];
  extractAll(archive, files);
  const main = join(files, 'out', 'main', 'keyfob.js');
  const code = await readFile(main, 'utf8');
  const later = code.replaceAll(`version = "${version}"`, `version = "${nextVersion}"`);
  if (later === code) throw new Error('the version was not found in the built app');
  await writeFile(main, later);
  const number = String(listMigrations(join(files, 'migrations')).length + 1).padStart(4, '0');
  await writeFile(
    join(files, 'migrations', `${number}_later.sql`),
    'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;\n',
  );
  await createPackageWithOptions(files, archive, { unpack: '*.node' });
  await makePackages(folder, ['deb', 'rpm'], { ...facts, app, version: nextVersion });
  await rm(files, { recursive: true });
  await rm(app, { recursive: true });
}

async function electron(): Promise<string> {
  return (JSON.parse(await readFile(join(repository, 'build', 'runtime.json'), 'utf8')) as { electron: string })
    .electron;
}

/** What the settings show of it. */
async function build() {
  const { electronVersion: used } = JSON.parse(await readFile(join(repository, 'build', 'runtime.json'), 'utf8')) as {
    electronVersion: string;
  };
  const pinned = packageJson.devDependencies.electron;
  return { forTests: true, electron: used === pinned ? null : { used, pinned } };
}
