// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { withLock } from './setup/lock.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { showProgress } from './setup/progress.mjs';
import { run } from './setup/run.mjs';

/** The inputs of a build. */
const inputs = [
  'src-main',
  'src-preload',
  'src-renderer',
  'migrations',
  'electron.vite.config.ts',
  'scripts/whole-catalogues.ts',
  'package.json',
  'package-lock.json',
];

/** A record of the inputs of the last finished build. */
const record = inRoot('build', 'app.txt');

/**
 * What builds it: Node, and the script with its arguments.
 * @param {{ root: string, node: string, join: (...parts: string[]) => string }} machine
 */
export const buildCommand = ({ root, node, join }) => [
  node,
  join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
  'build',
  '--logLevel',
  'warn',
];

/** Builds the app into out/, unless out/ was built from the same files. */
export async function buildApp() {
  await withLock(inRoot('out'), async () => {
    const now = fingerprint();
    const built = existsSync(inRoot('out', 'main')) && existsSync(record) && readFileSync(record, 'utf8') === now;
    if (built) return;
    const [command = '', ...args] = buildCommand({ root, node: toolNode(), join });
    await showProgress('Building Keyfob', () => run(command, args, { cwd: root, env: toolEnvironment() }));
    await mkdir(dirname(record), { recursive: true });
    await writeFile(record, now);
  });
}

/** By sizes and times instead of contents: enough to notice an edit. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const input of inputs)
    for (const file of filesIn(inRoot(input))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
    }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)));
}
