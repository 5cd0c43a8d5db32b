import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { Agent, installed } from './agent.ts';
import { App, reply, request } from './app.ts';
import { Lines } from './lines.ts';

/** A line of /proc/PID/status. Megabytes. */
function memory(pid: number | undefined, name: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
}

const large = (megabytes: number) => reply(1, 'x'.repeat(megabytes * 2 ** 20));

it('a reader that does not read holds back the app and neither the memory nor the other direction', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const { pid, stdin, stdout } = spawn(home.connector, ['mcp', 'x'], { env: {} });
  const { socket, lines } = await app.connection();
  for (let n = 0; n < 64; n++) socket.write(`${large(1)}\n`);
  stdin.write(`${request(2, 'tools/call')}\n`);
  expect(await lines.next()).toBe(request(2, 'tools/call'));
  expect(socket.writableLength).toBeGreaterThan(60 * 2 ** 20);
  expect(memory(pid, 'VmHWM')).toBeLessThan(4);
  const read = new Lines(stdout);
  for (let n = 0; n < 64; n++) expect((await read.next()) === large(1)).toBe(true);
  expect(memory(pid, 'VmHWM')).toBeLessThan(4);
});

it('memory that a long message took is given back', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  const { socket } = await app.connection();
  socket.write(`${large(10)}\n`);
  expect((await agent.lines.next()) === large(10)).toBe(true);
  expect(memory(agent.child.pid, 'VmHWM')).toBeLessThan(14);
  socket.write(`${large(0)}\n`);
  await agent.lines.next();
  expect(memory(agent.child.pid, 'VmRSS')).toBeLessThan(3);
});

it('a message of more than 16 MiB ends the connection, and the agent gets an error instead of it', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  const { socket, lines } = await app.connection();
  agent.say(request(1, 'tools/call'));
  await lines.next();
  socket.write(`${large(17)}\n`);
  expect(await agent.lines.nextJson()).toMatchObject({ id: 1, error: { code: -31001 } });
  agent.input.end();
  expect(await agent.closed).toBe(0);
  expect(await agent.lines.all()).toEqual([]);
});

it('a message of the agent has no limit', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  const { lines } = await app.connection();
  agent.say(large(40));
  expect((await lines.next()) === large(40)).toBe(true);
  expect(memory(agent.child.pid, 'VmHWM')).toBeLessThan(4);
});

it('pipes work as sockets do, and the hello names them', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const shell = spawn('/bin/sh', ['-c', 'cat | "$0" mcp x | cat', home.connector], { env: { PATH: '/usr/bin:/bin' } });
  onTestFinished(() => void shell.kill('SIGKILL'));
  const { hello, socket, lines } = await app.connection();
  const pipe = { kind: 'pipe', inode: expect.any(Number) as number, peer: 0 };
  expect(hello.stdio).toEqual([pipe, pipe]);
  const read = new Lines(shell.stdout);
  shell.stdin.write(`${large(8)}\n`);
  socket.write(`${large(8)}\n`);
  expect((await lines.next()) === large(8)).toBe(true);
  expect((await read.next()) === large(8)).toBe(true);
});

it('an agent that is killed with an open request takes its connector with it', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const script = `const { spawn } = require('child_process');
    const { stdin } = spawn(process.argv[1], ['mcp', 'x'], { env: {} });
    stdin.write(process.argv[2] + '\\n');`;
  const agent = spawn(process.execPath, ['-e', script, home.connector, request(1, 'tools/call')]);
  const { hello, lines } = await app.connection();
  expect(hello.stdio.map(({ peer }) => peer)).toEqual([agent.pid, agent.pid]);
  await lines.next();
  agent.kill('SIGKILL');
  expect(await lines.next()).toBeUndefined();
});

it('a request that is half sent when the app ends gets an error, and what follows reaches the next app', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  const { socket } = await app.connection();
  socket.pause();
  agent.input.write(`{"params":"${'x'.repeat(4 * 2 ** 20)}`);
  await new Promise((resolve) => socket.once('readable', resolve));
  app.kill();
  agent.say(`","id":"half","method":"tools/call"}`, request('whole', 'tools/call'));
  expect(await agent.lines.nextJson()).toMatchObject({ id: 'half', error: { code: -31001 } });
  await app.start();
  const again = await app.connection();
  expect(await again.lines.next()).toBe(request('whole', 'tools/call'));
});

it('an initialize is given up when three apps have ended over it', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  agent.say(request(1, 'initialize'));
  for (let n = 0; n < 3; n++) {
    const { socket, lines } = await app.connection();
    expect(await lines.next()).toBe(request(1, 'initialize'));
    socket.destroy();
  }
  expect(await agent.lines.nextJson()).toMatchObject({ id: 1, error: { code: -31001 } });
  expect((await app.connection()).hello.connection).toBe(4);
});
