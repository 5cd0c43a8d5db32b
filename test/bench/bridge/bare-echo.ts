import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { electronOfThisDesktop, sandboxFlags } from '../../end-to-end/desktop.ts';

interface BareEcho {
  /** Starts the connector on it. */
  command: string[];
  end: () => Promise<void>;
}

/** Starts an Electron app that passes messages between the connector and the server, and does nothing else. */
export async function startBareEcho(url: string): Promise<BareEcho> {
  const folder = await mkdtemp(join(tmpdir(), 'keyfob-echo-'));
  const socket = join(folder, 'echo.sock');
  const args = [...sandboxFlags, join(import.meta.dirname, 'bare-echo'), `--user-data-dir=${join(folder, 'data')}`];
  const child = spawn(electronOfThisDesktop(), args, {
    stdio: 'ignore',
    env: { ...process.env, BARE_ECHO_SOCKET: socket, BARE_ECHO_URL: url },
  });
  while (!existsSync(socket)) await sleep(20);
  return {
    command: ['env', `KEYFOB_SOCKET=${socket}`, 'keyfob', 'mcp', 'bench'],
    async end() {
      child.kill('SIGKILL');
      await sleep(200);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
