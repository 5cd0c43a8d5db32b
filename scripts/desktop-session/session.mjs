// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBus } from './bus.mjs';
import { startDisplay } from './display.mjs';
import { startKeyring } from './keyring.mjs';

/**
 * Starts a service of the session and discards its output.
 * @callback StartService
 * @param {string} command
 * @param {string[]} args
 * @param {{ announces?: boolean, environment?: NodeJS.ProcessEnv, input?: string }} options `announces`: it writes one
 *   line to file descriptor 3 when it is ready
 * @returns {Promise<string>} that line
 */

/** Variables with which a real desktop would affect programs. */
const foreign = [
  'WAYLAND_DISPLAY',
  'XDG_CURRENT_DESKTOP',
  'XDG_SESSION_DESKTOP',
  'XDG_SESSION_TYPE',
  'DESKTOP_SESSION',
  'GNOME_DESKTOP_SESSION_ID',
  'GNOME_KEYRING_CONTROL',
  'KDE_FULL_SESSION',
];

/**
 * Runs `work` in a desktop of its own: X server, session bus, unlocked keyring. All of it is removed afterwards, even
 * if this process is killed.
 * @template T
 * @param {{ keyring: boolean }} options
 * @param {(environment: NodeJS.ProcessEnv) => Promise<T>} work gets the environment that programs of this desktop need
 * @returns {Promise<T>}
 */
export async function inDesktopSession({ keyring }, work) {
  if (process.platform !== 'linux') return work(process.env);
  const folder = await mkdtemp(join(tmpdir(), 'keyfob-desktop-'));
  const guard = spawn(process.execPath, [fileURLToPath(new URL('./guard.mjs', import.meta.url)), folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  try {
    return await work(await startServices(folder, keyring));
  } finally {
    guard.stdin?.end();
    await once(guard, 'exit');
  }
}

/** @param {string} folder @param {boolean} keyring @returns {Promise<NodeJS.ProcessEnv>} */
async function startServices(folder, keyring) {
  const runtimeFolder = join(folder, 'run');
  await mkdir(runtimeFolder, { mode: 0o700 });
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, XDG_RUNTIME_DIR: runtimeFolder };
  for (const name of foreign) delete environment[name];

  /** @type {StartService} */
  const start = (command, args, options) => startService(command, args, { environment, ...options });
  Object.assign(environment, ...(await Promise.all([startDisplay(start, folder), startBus(start, folder)])));
  if (keyring) await startKeyring(start, environment, join(folder, 'data'));
  return environment;
}

/** @type {StartService} */
function startService(command, args, { announces = false, environment, input }) {
  // Detached, so that Ctrl+C in the terminal ends the programs before their desktop.
  const child = spawn(command, args, {
    env: environment,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore', announces ? 'pipe' : 'ignore'],
  });
  child.stdin?.on('error', () => {}).end(input);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${command} cannot be started: ${error.message}`)));
    if (!announces) return child.on('spawn', () => resolve(''));
    let line = '';
    child.stdio[3]
      ?.on('data', (/** @type {Buffer} */ chunk) => {
        line += chunk;
        if (line.includes('\n')) resolve(line.trim());
      })
      .on('close', () => reject(new Error(`${command} ended before it was ready`)));
  });
}
