// @ts-check
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository, independent of the working directory. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * A path in the repository.
 * @param {string[]} parts
 */
export const inRoot = (...parts) => join(root, ...parts);

/** Per user, because what one clone has made is useful to others. */
export const cacheRoot = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'keyfob');

const nodeBinary = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * The machine's own Node: npm scripts put node_modules/.bin first in PATH, and that Node may be about to be replaced.
 */
export const machineNode = () => process.env.npm_node_execpath || process.execPath;

/** The Node for tools and TypeScript scripts: the one in node_modules if there is one for this platform. */
export function toolNode() {
  const packaged = inRoot('node_modules', '.bin', nodeBinary);
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
