// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot, root, toolNode } from './paths.mjs';
import { showProgress } from './progress.mjs';
import { tied } from './run.mjs';

/** Milliseconds without a new byte: a network that drops packets must not keep the user waiting. */
const patience = 20_000;
const look = 500;

/**
 * The executable in the package's folder `dist`, in parts.
 * @param {NodeJS.Platform} platform
 * @returns {string[]}
 */
export function electronPath(platform) {
  if (platform === 'darwin') return ['Electron.app', 'Contents', 'MacOS', 'Electron'];
  return [platform === 'win32' ? 'electron.exe' : 'electron'];
}

/**
 * What fetches it: Node, and the package's installer.
 * @param {{ root: string, node: string, join: (...parts: string[]) => string }} machine
 */
export const installerCommand = ({ root, node, join }) => [node, join(root, 'node_modules', 'electron', 'install.js')];

/**
 * The binary that the `electron` package downloads by itself.
 * @returns {Promise<{ executable: string } | { reason: string }>} the executable, or why there is no way to it
 */
export async function officialElectron() {
  const electron = inRoot('node_modules', 'electron');
  try {
    await showProgress('Fetching the official Electron', (onBytes) => install(electron, onBytes));
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
  const executable = join(electron, 'dist', ...electronPath(process.platform));
  return existsSync(executable) ? { executable } : { reason: `the installer left no ${executable}` };
}

/**
 * Runs the package's installer. It reports no progress, so we watch its download folder.
 * @param {string} electron
 * @param {(done: number) => void} onBytes
 */
async function install(electron, onBytes) {
  const [command = '', ...args] = installerCommand({ root, node: toolNode(), join });
  const temporary = inRoot('build', 'official-electron');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const child = spawn(...tied(command, args), {
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, ELECTRON_GET_NO_PROGRESS: '1' },
  });
  let words = '';
  child.stderr?.on('data', (/** @type {Buffer} */ chunk) => (words += chunk));
  let isStill = false;
  let size = 0;
  let grown = Date.now();
  const check = async () => {
    const now = (await sizeOf(temporary)) + (await sizeOf(join(electron, 'dist')));
    if (now > size) [size, grown] = [now, Date.now()];
    if (size > 0) onBytes(size);
    if (Date.now() - grown <= patience) return;
    isStill = true;
    child.kill('SIGKILL');
  };
  const watch = setInterval(() => void check(), look);
  try {
    const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
    if (isStill) throw new Error(`nothing came for ${patience / 1000} s`);
    if (code !== 0) throw new Error(reasonIn(words) ?? `the installer ended with ${code}`);
  } finally {
    clearInterval(watch);
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * The line that says why, of what the installer printed: the first that is no warning of Node and no place in its code.
 * @param {string} words
 * @returns {string | undefined}
 */
export function reasonIn(words) {
  const lines = words.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !/^at |^\(/.test(line) && !/Warning: /.test(line));
}

/** @param {string} folder @returns {Promise<number>} bytes; files that come and go count as nothing */
async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((name) =>
      stat(join(folder, name)).then(
        (found) => found.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
