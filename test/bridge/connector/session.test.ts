import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Agent, installed } from './agent.ts';
import { App, reply, request, serve } from './app.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const initialize = '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}';
const initialized = '{"jsonrpc":"2.0","method":"notifications\\/initialized"}';
const lost = 'Keyfob ended before it answered. The request may have been carried out: check before you make it again.';

/** An agent whose handshake is done, and its connection. */
async function joined(env: NodeJS.ProcessEnv = {}) {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home, { env });
  const connection = await app.connection();
  agent.say(initialize);
  expect(await connection.lines.next()).toBe(initialize);
  connection.socket.write(`${reply(0, { protocolVersion: '2025-11-25' })}\n`);
  await agent.lines.next();
  agent.say(initialized);
  expect(await connection.lines.next()).toBe(initialized);
  return { app, agent, connection };
}

it('the connector works with an empty environment', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home, { env: {} });
  void app.connection().then(serve);
  expect(await agent.ask(request(1, 'tools/list'))).toEqual({
    jsonrpc: '2.0',
    id: 1,
    result: { served: 'tools/list' },
  });
  agent.input.end();
  expect(await agent.closed).toBe(0);
  expect(await agent.errors.all()).toEqual([]);
});

it('the hello names the arguments, the process, and what standard input and output are', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home, { argv: ['mcp', 'li"né\\ar', '--profile', ''] });
  const { hello } = await app.connection();
  const socket = { kind: 'socket', inode: expect.any(Number) as number, peer: process.pid };
  expect(hello).toEqual({
    keyfob: 1,
    version,
    argv: ['mcp', 'li"nÃ©\\ar', '--profile', ''].map((one) => Buffer.from(one, 'latin1').toString()),
    connection: 1,
    pid: agent.child.pid,
    tty: [false, false, false],
    columns: 0,
    stdio: [socket, socket],
    cwd: process.cwd(),
  });
});

it('messages pass untouched in both directions, whatever they contain', async () => {
  const { agent, connection } = await joined();
  const odd = [
    '{"id":9007199254740993,"method":"x","extra":[1.0,"\\u0000\\ud800"]}',
    '[]',
    'no JSON',
    ' \t',
    '{"a":"\xff\xfe"}',
  ];
  for (const line of odd) {
    agent.input.write(Buffer.from(`${line}\n`, 'latin1'));
    expect(await connection.lines.next()).toBe(line);
    connection.socket.write(Buffer.from(`${line}\n`, 'latin1'));
    expect(await agent.lines.next()).toBe(line);
  }
});

it('a killed app: every open id gets an error, the handshake is replayed once, and calls are served again', async () => {
  const { app, agent, connection } = await joined();
  const ids = ['1', '"two \\" \\u00e9"', '9007199254740993', '-3.5e7'];
  for (const id of ids) {
    agent.say(`{"params":{"id":99,"method":"no"},"method":"tools/call","id":${id}}`);
    await connection.lines.next();
  }
  connection.socket.write(`${reply('two " é', 'answered')}\n{"jsonrpc":"2.0","id":1,"result":"cut`);
  expect(await agent.lines.nextJson()).toEqual({ jsonrpc: '2.0', id: 'two " é', result: 'answered' });
  app.kill();
  const errors = [await agent.lines.next(), await agent.lines.next(), await agent.lines.next()];
  const open = ['-3.5e7', '1', '9007199254740993'].map(
    (id) => `{"jsonrpc":"2.0","id":${id},"error":{"code":-31001,"message":"${lost}"}}`,
  );
  expect(new Set(errors)).toEqual(new Set(open));
  expect(await agent.errors.next()).toBe(`keyfob: ${lost}`);

  agent.say(request(5, 'tools/list'));
  await app.start();
  const again = await app.connection();
  expect(again.hello.connection).toBe(2);
  expect(await again.lines.next()).toBe(initialize);
  again.socket.write(`${reply(0, { protocolVersion: '2025-11-25' })}\n`);
  expect(await again.lines.next()).toBe(initialized);
  expect(await again.lines.next()).toBe(request(5, 'tools/list'));
  again.socket.write(`${reply(5, 'served')}\n`);
  expect(await agent.lines.nextJson()).toEqual({ jsonrpc: '2.0', id: 5, result: 'served' });
  agent.input.end();
  expect(await agent.closed).toBe(0);
  expect(agent.lines.rest).toBe('');
});

it('an initialize that is open when the app ends is made again, and its answer reaches the agent', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  agent.say(initialize);
  await (await app.connection()).lines.next();
  app.kill();
  await app.start();
  const again = await app.connection();
  expect(await again.lines.next()).toBe(initialize);
  again.socket.write(`${reply(0, 'made again')}\n`);
  expect(await agent.lines.nextJson()).toEqual({ jsonrpc: '2.0', id: 0, result: 'made again' });
});

it('an agent that is killed leaves no connector', async () => {
  const { agent, connection } = await joined();
  agent.say(request(1, 'tools/call'));
  await connection.lines.next();
  agent.child.stdout?.destroy();
  agent.input.destroy();
  expect(await agent.closed).toBe(0);
  expect(await connection.lines.next()).toBeUndefined();
});

it('a script that ends its input gets the answers to what it asked', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  agent.input.end(`${request(1, 'a')}\n${request(2, 'b')}`);
  const { lines, socket } = await app.connection();
  expect(await lines.all()).toEqual([request(1, 'a')]);
  expect(lines.rest).toBe(request(2, 'b'));
  socket.write(`${reply(2, '')}\n${reply(1, '')}\n`);
  expect(await agent.lines.all()).toEqual([reply(2, ''), reply(1, '')]);
  expect(await agent.closed).toBe(0);
});

it('a program that only looks whether the connector starts gets exit code 0 and no words', async () => {
  const home = await installed();
  await new App(home.socket).start();
  const agent = new Agent(home);
  agent.input.end();
  expect(await agent.closed).toBe(0);
  expect([await agent.lines.all(), await agent.errors.all()]).toEqual([[], []]);
});

it.each([
  ['of a newer app', '{"keyfob":2}', 'This program uses a connector that is older than Keyfob.'],
  ['of an older app', '{"keyfob":0}', 'Keyfob is older than the connector of this program. Update Keyfob.'],
  ['with an error', '{"keyfob":1,"error":"Too many \\u00e9.\\n"}', 'Too many \xc3\xa9. '],
  ['of another program', 'HTTP/1.1 400 Bad Request', 'does not speak as Keyfob does'],
])('a request is refused with words after an answer to the hello %s', async (_, answer, words) => {
  const home = await installed();
  await new App(home.socket, answer).start();
  const agent = new Agent(home);
  agent.say(request('a', 'initialize'));
  const line = await agent.lines.next();
  expect(JSON.parse(line ?? '')).toEqual({
    jsonrpc: '2.0',
    id: 'a',
    error: { code: -31002, message: expect.stringContaining(words) as string },
  });
  expect(await agent.errors.next()).toContain(words);
  agent.input.end();
  expect(await agent.closed).toBe(69);
});

it('an app that does not answer the hello: requests get an error that says so', async () => {
  const home = await installed();
  await new App(home.socket, null).start();
  const agent = new Agent(home, { env: { KEYFOB_WAIT: '200' } });
  const message = 'Keyfob is running and does not answer. Quit Keyfob and start it again.';
  expect(await agent.ask(request(1, 'tools/call'))).toEqual({
    jsonrpc: '2.0',
    id: 1,
    error: { code: -31001, message },
  });
  expect(await agent.errors.next()).toBe(`keyfob: ${message}`);
});

it('a request that waits for an app longer than it may gets an error, and the next app serves the next one', async () => {
  // Long enough for the next app to answer on a busy machine.
  const { app, agent } = await joined({ KEYFOB_WAIT: '900' });
  app.kill();
  agent.say(request(1, 'tools/list'));
  expect(await agent.lines.nextJson()).toMatchObject({ id: 1, error: { code: -31002 } });
  expect([await agent.errors.next(), await agent.errors.next()]).toEqual([
    `keyfob: ${lost}`,
    expect.stringContaining('keyfob: Keyfob is not running. Start Keyfob, then try again.'),
  ]);
  await app.start();
  const again = await app.connection();
  expect(await again.lines.next()).toBe(initialize);
  void serve(again);
  again.socket.write(`${reply(0, {})}\n`);
  expect(await agent.ask(request(2, 'tools/list'))).toMatchObject({ id: 2, result: { served: 'tools/list' } });
});
