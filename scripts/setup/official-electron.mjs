// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot, toolNode } from './paths.mjs';
import { showProgress } from './progress.mjs';
import { tied } from './run.mjs';

/** Milliseconds without a new byte: a network that drops packets must not keep the user waiting. */
const patience = 20_000;
const look = 500;

/**
 * The binary that the `electron` package downloads by itself.
 * @returns {Promise<string | undefined>} the executable, or nothing where there is no way to it
 */
export async function officialElectron() {
  const electron = inRoot('node_modules', 'electron');
  const installed = await showProgress('Fetching the official Electron', (onBytes) => install(electron, onBytes)).catch(
    () => false,
  );
  const pathFile = join(electron, 'path.txt');
  if (!installed || !existsSync(pathFile)) return undefined;
  const executable = join(electron, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/**
 * Runs the package's installer. It reports no progress, so we watch its download folder.
 * @param {string} electron
 * @param {(done: number) => void} onBytes
 */
async function install(electron, onBytes) {
  const temporary = inRoot('build', 'official-electron');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const child = spawn(...tied(toolNode(), [join(electron, 'install.js')]), {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, ELECTRON_GET_NO_PROGRESS: '1' },
  });
  let size = 0;
  let grown = Date.now();
  const check = async () => {
    const now = (await sizeOf(temporary)) + (await sizeOf(join(electron, 'dist')));
    if (now > size) [size, grown] = [now, Date.now()];
    if (size > 0) onBytes(size);
    if (Date.now() - grown > patience) child.kill('SIGKILL');
  };
  const watch = setInterval(() => void check(), look);
  try {
    const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
    if (code !== 0) throw new Error(`the installer ended with ${code}`);
    return true;
  } finally {
    clearInterval(watch);
    await rm(temporary, { recursive: true, force: true });
  }
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
