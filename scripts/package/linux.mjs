// @ts-check
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../setup/run.mjs';
import { showProgress } from '../setup/progress.mjs';
import { makeDeb } from './deb.mjs';
import { appExecutable } from './folder.mjs';
import { makeRpm } from './rpm.mjs';
import { makeTar } from './tar.mjs';
import { dependencies } from './systems/linux/libraries.mjs';
import { fileNames } from './systems/linux/versions.mjs';

/**
 * @typedef {object} PackageFacts
 * @property {string} work a folder for what is needed on the way
 * @property {string} app the folder of the app, which is not changed
 * @property {string} version
 * @property {string} arch as Node calls it
 * @property {number} date of all files, in seconds
 * @property {{ deb: string[], rpm: string[] }} dependencies
 * @property {boolean} fast whether to compress quickly rather than well
 */

const makers = { deb: makeDeb, rpm: makeRpm, tar: makeTar };

/**
 * Makes packages of the app's folder.
 * @param {string} folder where to
 * @param {import('./options.mjs').Format[]} formats
 * @param {Omit<PackageFacts, 'work' | 'dependencies'>} facts
 * @returns {Promise<string[]>} the names of the files, with that of the bill of materials
 */
export async function makePackages(folder, formats, facts) {
  const names = fileNames(facts.version, facts.arch);
  const work = await mkdtemp(join(tmpdir(), 'keyfob-package-'));
  try {
    await mkdir(folder, { recursive: true });
    const all = { ...facts, work, dependencies: dependencies(...(await libraries(facts.app))) };
    for (const format of formats)
      await showProgress(`Packing ${names[format]}`, () => makers[format](join(folder, names[format]), all));
    await copyFile(join(facts.app, 'resources', 'sbom.cdx.json'), join(folder, names.billOfMaterials));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return [...formats.map((format) => names[format]), names.billOfMaterials];
}

/**
 * The libraries that the executable needs, and those that are beside it.
 * @param {string} app
 * @returns {Promise<[needed: string[], own: string[]]>}
 */
async function libraries(app) {
  const printed = await run('readelf', ['--dynamic', '--wide', join(app, appExecutable)], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  return [[...printed.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(([, name = '']) => name), await readdir(app)];
}
