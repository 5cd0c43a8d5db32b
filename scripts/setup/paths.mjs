// @ts-check
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository, independent of the working directory. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * A path in the repository.
 * @param {string[]} parts
 */
export const inRoot = (...parts) => join(root, ...parts);

/**
 * The folder of caches, per user, because what one clone has made is useful to others: where each system keeps what may
 * be deleted at any time.
 * @param {{ platform: NodeJS.Platform, home: string, env: NodeJS.ProcessEnv }} machine
 */
export function cacheFolder({ platform, home, env }) {
  if (platform === 'win32') return win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'keyfob-cache');
  const usual = platform === 'darwin' ? posix.join(home, 'Library', 'Caches') : posix.join(home, '.cache');
  return posix.join(env.XDG_CACHE_HOME || usual, 'keyfob');
}

export const cacheRoot = () => cacheFolder({ platform: process.platform, home: homedir(), env: process.env });

/** The name of Node's executable. @param {NodeJS.Platform} platform */
const nodeBinary = (platform) => (platform === 'win32' ? 'node.exe' : 'node');

/**
 * The machine's own Node: npm scripts put node_modules/.bin first in PATH, and that Node may be about to be replaced.
 */
export const machineNode = () => process.env.npm_node_execpath || process.execPath;

/** The Node for tools and TypeScript scripts: the one in node_modules if there is one for this platform. */
export function toolNode() {
  const packaged = inRoot('node_modules', '.bin', nodeBinary(process.platform));
  return existsSync(packaged) ? packaged : process.execPath;
}

/**
 * The environment in which tools of node_modules find that same Node by name.
 * @param {NodeJS.ProcessEnv} [more]
 */
export function toolEnvironment(more = {}) {
  const path = [inRoot('node_modules', '.bin'), dirname(toolNode()), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, ...more };
}
