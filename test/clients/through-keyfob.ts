import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { testClientsFolder } from '../../scripts/test-clients/install.mjs';
import { machineNode } from '../../scripts/setup/paths.mjs';
import { repository } from '../end-to-end/desktop.ts';
import { listenOnLoopback } from '../fixtures/loopback.ts';

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  /** By the name under which it is added, the address of each server. */
  servers?: Record<string, string>;
  /** Further arguments of `with-keyfob`. */
  options?: string[];
  env?: NodeJS.ProcessEnv;
  /** In a process group of its own, as a terminal starts a command. */
  detached?: boolean;
}

/** Starts `npm run --silent with-keyfob -- ... -- COMMAND`. */
export function startWithKeyfob(
  command: readonly string[],
  { servers = {}, options = [], env = {}, detached = false }: RunOptions = {},
): { child: ChildProcess; ran: Promise<Ran> } {
  const added = Object.entries(servers).flatMap(([name, url]) => ['--server', `${name}=${url}`]);
  const args = ['run', '--silent', 'with-keyfob', '--', ...added, ...options, '--', ...command];
  const child = spawn('npm', args, {
    cwd: repository,
    env: { ...process.env, ...env },
    detached,
    // Some clients take arguments from what they can read.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ran = once(child, 'close').then(([code, signal]) => ({
    code: (code as number | null) ?? 128 + constants.signals[signal as NodeJS.Signals],
    stdout,
    stderr,
  }));
  return { child, ran };
}

export const runWithKeyfob = (...args: Parameters<typeof startWithKeyfob>): Promise<Ran> =>
  startWithKeyfob(...args).ran;

/** The program of a package that these tests alone need, to be run by Node. */
export function programOf(name: string, path: string, folder = testClientsFolder()): string {
  const file = join(folder, 'node_modules', name, path);
  if (!existsSync(file))
    throw new Error('The MCP clients are not installed: run `node scripts/test-clients/install.mjs`.');
  return file;
}

export const everythingProgram = () => programOf('@modelcontextprotocol/server-everything', 'dist/index.js');

/** The reference server that has a tool for each part of the protocol, over Streamable HTTP. */
export async function startEverything(): Promise<{ url: string; close: () => Promise<void> }> {
  // It takes the number of a port and does not say which one it got.
  const free = await listenOnLoopback();
  const port = new URL(free.origin).port;
  await free.close();
  const child = spawn(machineNode(), [everythingProgram(), 'streamableHttp'], {
    env: { ...process.env, PORT: port },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  await once(child.stderr, 'data');
  return {
    url: `http://localhost:${port}/mcp`,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
