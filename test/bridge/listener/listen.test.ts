import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listen, SocketTaken } from '../../../src-main/bridge/listener/listen.ts';
import { temporaryFolder } from '../../support/keyfob.ts';

async function listening(path: string) {
  const server = await listen(path, (socket) => socket.destroy());
  onTestFinished(() => void server.close());
}

it('a socket is for its user alone', async () => {
  const path = join(temporaryFolder(), 'agent.sock');
  await listening(path);
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
});

it('a socket file that a killed app left is taken over', async () => {
  const path = join(temporaryFolder(), 'agent.sock');
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
  const app = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(app.stdout, 'data');
  app.kill('SIGKILL');
  await once(app, 'exit');
  expect(existsSync(path)).toBe(true);
  await listening(path);
});

it('a socket at which another app answers is left alone', async () => {
  const path = join(temporaryFolder(), 'agent.sock');
  const other = createServer((socket) => socket.destroy()).listen(path);
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  await expect(listening(path)).rejects.toThrow(SocketTaken);
  expect(existsSync(path)).toBe(true);
});
