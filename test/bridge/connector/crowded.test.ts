import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Agent, installed, type Home } from './agent.ts';
import { request } from './app.ts';
import { Lines } from './lines.ts';
import { makeStartable } from './startable.ts';

/** An app that accepts nothing before its input ends, with as many connections waiting as there may be. */
async function crowded(home: Home): Promise<{ accept: () => void }> {
  const program = `
    const { readFileSync } = require('node:fs');
    require('node:net').createServer((socket) => {
      socket.on('error', () => {}).on('data', (chunk) => {
        for (const line of String(chunk).trim().split('\\n')) {
          const { id, keyfob } = JSON.parse(line);
          if (keyfob) socket.write('{"keyfob":1}\\n');
          else socket.write(JSON.stringify({ jsonrpc: '2.0', id, result: {} }) + '\\n');
        }
      });
    }).listen({ path: process.argv[1], backlog: 1 }, () => {
      require('node:fs').writeSync(1, 'listens\\n');
      readFileSync(0);
    });`;
  const app = spawn(process.execPath, ['-e', program, home.socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void app.kill('SIGKILL'));
  await new Lines(app.stdout).next();
  for (let count = 0; count < 2; count += 1) {
    await once(
      connect(home.socket).on('error', () => undefined),
      'connect',
    );
  }
  return { accept: () => app.stdin.end() };
}

/** How often a process has waited. */
function waits({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1]);
}

it('an app with too many connections waiting is tried again, and no other one is started', async () => {
  const home = await installed();
  const starts = makeStartable(home);
  const { accept } = await crowded(home);
  const agent = new Agent(home);
  const command = new Agent(home, { argv: ['tools', 'linear'] });
  agent.say(request(1, 'initialize'));
  // More than a connector needs that is connected at once, or starts an app.
  await expect.poll(() => Math.min(waits(agent.child), waits(command.child))).toBeGreaterThan(8);
  accept();
  expect(await agent.lines.nextJson()).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  expect(starts()).toEqual([]);
});

it('an app with too many connections waiting for long: the words speak of one that does not answer', async () => {
  const home = await installed();
  const starts = makeStartable(home);
  await crowded(home);
  const [env, words] = [
    { KEYFOB_WAIT: '100' },
    'Keyfob is running and does not answer. Quit Keyfob and start it again.',
  ];
  const agent = new Agent(home, { env });
  const error = { code: -31002, message: words };
  expect(await agent.ask(request(1, 'initialize'))).toEqual({ jsonrpc: '2.0', id: 1, error });
  const command = new Agent(home, { argv: ['tools', 'linear'], env });
  expect(await command.errors.all()).toEqual([`keyfob: ${words}`]);
  expect(await command.closed).toBe(75);
  expect(starts()).toEqual([]);
});
