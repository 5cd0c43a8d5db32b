// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root, toolEnvironment, toolNode } from '../setup/paths.mjs';
import { explain } from '../setup/problem.mjs';
import { say } from '../setup/progress.mjs';
import { run } from '../setup/run.mjs';

/** The same port at every start if it is free, so that a sample server that was added before still works. */
const usualPort = 43117;

/**
 * What starts the sample server of the test fixtures: the last command, after those that build it. Node 22.18 and newer
 * run TypeScript; for an older one it is bundled.
 * @param {{ root: string, node: string, nodeVersion: string, join: (...parts: string[]) => string }} machine
 * @returns {string[][]}
 */
export function sampleServerCommands({ root, node, nodeVersion, join }) {
  const source = join(root, 'test', 'fixtures', 'sample-server.ts');
  const [major = 0, minor = 0] = nodeVersion.replace('v', '').split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return [[node, source]];
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const folder = join(root, 'build', 'sample-server');
  const options = ['--ssr', source, '--outDir', folder, '--logLevel', 'warn'];
  return [
    [node, vite, 'build', ...options],
    [node, join(folder, 'sample-server.js')],
  ];
}

/**
 * How it is started. Detached, so that Ctrl+C closes the app first: it ends when its stdin closes, even if we are
 * killed. On Windows a detached process would open a console of its own.
 * @param {NodeJS.Platform} platform
 */
export const sampleServerOptions = (platform) => ({ detached: platform !== 'win32', windowsHide: true });

/** The version of a Node, as it prints it. @param {string} node */
export const versionOf = async (node) =>
  node === process.execPath ? process.version : (await run(node, ['--version'])).trim();

/**
 * Starts the sample server next to the app.
 * @returns {Promise<{ url: string | undefined, stop: () => Promise<void> }>} no address where it does not start: the
 *   app works without it
 */
export async function startSampleServer() {
  const port = (await isFree(usualPort)) ? usualPort : 0;
  const node = toolNode();
  const commands = sampleServerCommands({ root, node, nodeVersion: await versionOf(node), join });
  const [command = '', ...args] = commands.pop() ?? [];
  try {
    for (const [builder = '', ...options] of commands)
      await run(builder, options, { cwd: root, env: toolEnvironment() });
  } catch (error) {
    say(`The sample server cannot be built. ${explain(error)}`);
  }
  const server = spawn(command, [...args, '--port', String(port)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...sampleServerOptions(process.platform),
  });
  const exited = once(server, 'exit').catch(() => {});
  const [line] = await Promise.race([once(createInterface(server.stdout), 'line'), exited.then(() => [undefined])]);
  if (line === undefined) say('The sample server did not start. Keyfob starts without it.');
  return {
    url: line === undefined ? undefined : JSON.parse(line).url,
    stop: async () => {
      server.stdin.destroy();
      server.kill();
      await exited;
    },
  };
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
      .on('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
