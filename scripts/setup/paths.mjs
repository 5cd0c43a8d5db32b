// @ts-check
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone these scripts belong to, wherever they are called from. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A path inside the clone. @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** What one clone made is of use to the next one, so it lives with the person and not with the clone. */
export const cacheRoot = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'keyfob');

const nodeBinary = process.platform === 'win32' ? 'node.exe' : 'node';

/** The machine's own Node: npm scripts put node_modules/.bin first, and that Node may be about to be replaced. */
export const machineNode = () => process.env.npm_node_execpath || process.execPath;

/** The Node the tools and the TypeScript scripts run on: the one in node_modules where there is one for this platform. */
export function toolNode() {
  const packaged = inRoot('node_modules', '.bin', nodeBinary);
  return existsSync(packaged) ? packaged : process.execPath;
}

/**
 * The environment in which a tool of node_modules finds that same Node by name.
 * @param {NodeJS.ProcessEnv} [more]
 */
export function toolEnvironment(more = {}) {
  const path = [inRoot('node_modules', '.bin'), dirname(toolNode()), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, ...more };
}
