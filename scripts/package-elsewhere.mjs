// @ts-check
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp } from './build-app.mjs';
import { layOutArchive } from './package/archive.mjs';
import { billOfMaterials } from './package/bill-of-materials.mjs';
import { licensedPackages, writeLicences } from './package/licences.mjs';
import { lockedComponents } from './package/locked-components.mjs';
import { buildConnectorFor } from './package/other-connector.mjs';
import { sourceDate } from './package/source-date.mjs';
import { builderFolders } from './package/systems/builder-config.mjs';
import { entitlements } from './package/systems/info-plist.mjs';
import { plist } from './package/systems/plist.mjs';
import { inRoot } from './setup/paths.mjs';
import { explain, Problem } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';

// Lays out in dist/builder what electron-builder makes the packages of macOS and Windows from, in the release workflow.
//
// node scripts/package-elsewhere.mjs darwin|win32
//
// It needs no Electron, and a compiler for the connector: cc of macOS' command line tools, which makes it for both
// processors, or mingw's, on Windows and elsewhere.

try {
  const [given, ...rest] = process.argv.slice(2);
  if ((given !== 'darwin' && given !== 'win32') || rest.length > 0)
    throw new Problem('node scripts/package-elsewhere.mjs darwin|win32');
  const { version, devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const [app, resources] = [inRoot(builderFolders.app), inRoot(builderFolders.resources)];
  for (const folder of [app, resources]) await rm(folder, { recursive: true, force: true });
  await mkdir(join(resources, 'connector'), { recursive: true });
  await mkdir(app, { recursive: true });
  await buildApp();
  // Without "build", which electron-builder takes for its own.
  await layOutArchive(app, { platform: given, arch: process.arch, version });
  await buildConnectorFor(given, join(resources, 'connector'), version);
  await copyFile(inRoot('LICENSE'), join(resources, 'LICENSE'));
  await writeLicences(join(resources, 'licences.txt'));
  const electron = { name: 'Electron', version: devDependencies.electron, license: 'MIT' };
  const components = [
    { ...electron, purl: `pkg:npm/electron@${electron.version}` },
    ...lockedComponents(licensedPackages()),
  ];
  const date = sourceDate(process.env);
  await writeFile(join(resources, 'sbom.cdx.json'), billOfMaterials({ version, date, components }));
  await writeFile(inRoot(builderFolders.entitlements), plist(entitlements));
  say(`Laid out: ${app}`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
