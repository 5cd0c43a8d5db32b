// @ts-check
import { posix, win32 } from 'node:path';
import { buildCommand } from '../build-app.mjs';
import { connectorFlags, connectorProgram, connectorWarnings } from '../setup/connector.mjs';
import { installCommand } from '../setup/debian-packages.mjs';
import { ciArguments } from '../setup/dependencies.mjs';
import { electronPath, installerCommand } from '../setup/official-electron.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { sampleServerCommands } from './sample-server.mjs';

/**
 * @typedef {{ platform: NodeJS.Platform, arch: string, root: string, home: string, env: NodeJS.ProcessEnv }} Place
 *
 * `node` runs tools; `npm` is the machine's own Node with npm's script.
 *
 * @typedef {Place & { node: string, npm: string[], nodeVersion: string }} Machine
 *
 * @typedef {{ step: string, command?: string[], path?: string }} Step `path`: what the step leaves, or what skips it
 */

/**
 * What `npm start` does on a machine, without doing it: each command with its arguments, and what it leaves.
 * @param {Machine} machine
 * @returns {Step[]}
 */
export function startSteps({ platform, arch, root, home, env, node, npm, nodeVersion }) {
  const { sep } = platform === 'win32' ? win32 : posix;
  const join = (/** @type {string[]} */ ...parts) => parts.join(sep);
  const electron = join(root, 'node_modules', 'electron', 'dist', ...electronPath(platform));
  const compiled = join(root, 'build', 'connector-plain', connectorProgram);
  const tools = { root, node, join };
  const sample = sampleServerCommands({ root, node, nodeVersion, join });
  return [
    { step: 'npm packages', command: [...npm, ...ciArguments], path: join(root, 'node_modules') },
    // Windows: the package of the app brings it; a clone has none yet.
    ...(platform === 'win32'
      ? []
      : [{ step: 'connector', command: ['cc', ...connectorWarnings, ...connectorFlags(platform)], path: compiled }]),
    ...(platform === 'linux' ? [{ step: 'system packages', command: installCommand([]) }] : []),
    { step: 'Electron', command: installerCommand(tools), path: electron },
    { step: 'SQLite', path: join(root, 'node_modules', 'better-sqlite3', 'prebuilds', `${platform}-${arch}.node`) },
    { step: 'cache', path: cacheFolder({ platform, home, env }) },
    { step: 'build', command: buildCommand(tools), path: join(root, 'out') },
    ...sample.map((command) => ({ step: 'sample server', command })),
    { step: 'app', command: [electron, root] },
  ];
}

/**
 * As lines to read.
 * @param {Step[]} steps
 */
export const printed = (steps) =>
  steps
    .map(({ step, command, path }) => [`${step}:`, ...(command ?? []), ...(path ? [`-> ${path}`] : [])].join(' '))
    .join('\n');
