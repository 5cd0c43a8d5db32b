// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { machineNode, root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run, tied } from './run.mjs';

/** The npm that started us, or the one in PATH: its script, so that it runs on the machine's own Node. */
export function npmFile() {
  const starter = process.env.npm_execpath;
  if (starter && /npm-cli\.c?js$/.test(starter)) return starter;
  const beside = npmBeside(realpathSync(machineNode()));
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm'));
  for (const file of [...onPath, ...beside]) {
    const real = existsSync(file) ? realpathSync(file) : '';
    if (/npm-cli\.c?js$/.test(real)) return real;
  }
  throw new Problem('npm was not found. Start this with npm: npm run setup');
}

/**
 * Where Node's own npm is: below the folder above its executable, on Windows beside it.
 * @param {string} node
 */
const npmBeside = (node) =>
  [join(dirname(dirname(node)), 'lib'), dirname(node)].map((folder) =>
    join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  );

/** npm includes node-gyp, so it need not be installed. */
export function nodeGypFile() {
  const bundled = join(dirname(dirname(npmFile())), 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const file = [process.env.npm_config_node_gyp, bundled].find((candidate) => candidate && existsSync(candidate));
  if (!file) throw new Problem('node-gyp was not found beside npm; install npm 10 or 11.');
  return file;
}

/** @param {string[]} args @param {string} [folder] */
export const npm = (args, folder = root) => run(...tied(machineNode(), [npmFile(), ...args]), { cwd: folder });
