import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { Caller } from '../../../src-main/bridge/caller/find-caller.ts';
import { linuxProcesses } from '../../../src-main/bridge/caller/processes.ts';
import { Arrivals, type Admission } from '../../../src-main/bridge/listener/arrivals.ts';
import { compiledConnector } from '../../../scripts/setup/connector.mjs';
import { temporaryFolder } from '../../support/keyfob.ts';
import { Agent } from '../connector/agent.ts';
import { request } from '../connector/app.ts';
import { Lines } from '../connector/lines.ts';
import { connectDirectly, echo, hello, startApp } from './bridge-app.ts';

const answered = '{"keyfob":1}';

it('`env -i keyfob mcp x` works: messages pass both ways, whole and in order', async () => {
  const { home, addServer, next } = await startApp(echo);
  addServer('X');
  const agent = new Agent(home, { argv: ['mcp', 'x'] });
  // Under 1 MB, which is the limit before a program is allowed.
  const big = 'é'.repeat(400_000);
  agent.say(
    `{"jsonrpc":"2.0","id":1,"method":"a","params":${JSON.stringify({ big })}}`,
    '{"jsonrpc":"2.0","id":2,"method":"b","params":{"n":9007199254740993}}',
  );
  expect(await agent.lines.nextJson()).toEqual({ jsonrpc: '2.0', id: 1, result: { big } });
  expect(await agent.lines.nextJson()).toMatchObject({ id: 2 });
  const { connection, target } = await next();
  expect(connection.hello).toMatchObject({ argv: ['mcp', 'x'], connection: 1, tty: [false, false, false], columns: 0 });
  expect(target).toMatchObject({ alias: 'x', server: { name: 'X' } });
});

it('an agent that has ended its input gets the answers that come later', async () => {
  const { home, addServer, next } = await startApp(async (connection) => {
    const lines: string[] = [];
    for await (const line of connection.lines) lines.push(line);
    // The input has ended by now.
    await connection.write(
      `{"jsonrpc":"2.0","id":1,"result":{"lines":${lines.length},"gone":${connection.signal.aborted}}}`,
    );
    connection.end();
  });
  addServer('X');
  const agent = new Agent(home, { argv: ['mcp', 'x'] });
  agent.say(request(1, 'ping'));
  await next();
  agent.input.end();
  expect(await agent.lines.nextJson()).toEqual({ jsonrpc: '2.0', id: 1, result: { lines: 1, gone: false } });
});

it('an agent that starts the connector is the caller, by its package', async () => {
  const { home, addServer, next } = await startApp(echo);
  addServer('X');
  const agent = new Agent(home, { argv: ['mcp', 'x'] });
  await agent.ask(request(1, 'ping'));
  const { connection } = await next();
  expect(await connection.caller).toMatchObject({
    kind: 'program',
    name: 'vitest',
    isClaim: true,
    viaShell: false,
    pattern: { package: 'vitest', viaShell: false },
  });
});

it('a direct socket without the connector speaks for its own process', async () => {
  const { home, addServer, next } = await startApp(echo);
  addServer('X');
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write(`${hello(['mcp', 'x'])}${request(1, 'ping')}\n`);
  expect(await lines.next()).toBe(answered);
  expect(await lines.nextJson()).toMatchObject({ id: 1 });
  expect(await (await next()).connection.caller).toMatchObject({ kind: 'program', name: 'vitest' });
});

it.each([
  ['a script of an agent’s shell tool', '"$0" mcp x; :', 'script'],
  [
    '`exec keyfob` in an agent’s shell tool, without its streams',
    'mkfifo "$0.fifo"; exec "$0" mcp x <>"$0.fifo"',
    'script',
  ],
])('%s does not pass for the agent', async (_, command, kind) => {
  const { home, addServer, next } = await startApp();
  addServer('X');
  const shell = spawn('/bin/sh', ['-c', command, home.connector], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void shell.kill('SIGKILL'));
  expect(await (await next()).connection.caller).toMatchObject({ kind });
});

it('a connection that says no hello is closed', async () => {
  const { home } = await startApp();
  const { lines } = await connectDirectly(home.socket);
  expect(await lines.next()).toBeUndefined();
});

it.each([
  ['something else', 'GET / HTTP/1.1\n'],
  ['an earlier version of the protocol', '{"keyfob":0,"argv":[]}\n'],
  ['arguments that are no list', '{"keyfob":1,"argv":"mcp"}\n'],
  ['a line over 4,096 bytes', `{"keyfob":1,"argv":["${'a'.repeat(4096)}"]}\n`],
])('a hello that is %s is refused with words', async (_, line) => {
  const { home } = await startApp();
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write(line);
  expect(await lines.nextJson()).toEqual({
    keyfob: 1,
    error: expect.stringContaining('Keyfob did not understand this connection.') as string,
  });
  expect(await lines.next()).toBeUndefined();
});

it('a newer connector is answered with the version that this app speaks', async () => {
  const { home, addServer } = await startApp();
  addServer('X');
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write('{"keyfob":2,"argv":["mcp","x"],"later":true}\n');
  expect(await lines.next()).toBe(answered);
});

it('a connector that was killed while it waited for an answer ends its connection', async () => {
  const { home, addServer, next } = await startApp(({ signal }) => once(signal, 'abort').then(() => undefined));
  addServer('X');
  const agent = new Agent(home, { argv: ['mcp', 'x'] });
  agent.say(request(1, 'tools/call'));
  const { connection } = await next();
  const lines = connection.lines[Symbol.asyncIterator]();
  await lines.next();
  agent.input.end();
  expect((await lines.next()).done).toBe(true);
  expect(connection.signal.aborted).toBe(false);
  agent.child.kill('SIGKILL');
  await new Promise<void>((resolve) => connection.signal.addEventListener('abort', () => resolve()));
});

it('a write waits while the agent does not read, and ends with the connection', async () => {
  const { home, addServer, next } = await startApp(({ signal }) => once(signal, 'abort').then(() => undefined));
  addServer('X');
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write(hello(['mcp', 'x']));
  const { connection } = await next();
  await lines.next();
  socket.pause();
  const message = JSON.stringify({ text: 'x'.repeat(1_000_000) });
  const writes = Array.from({ length: 8 }, () => connection.write(message));
  let isWritten = false;
  const all = Promise.all(writes).then(() => (isWritten = true));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isWritten).toBe(false);
  socket.resume();
  await all;
  for (let count = 0; count < 8; count += 1) expect(await lines.next()).toBe(message);
  socket.destroy();
  await once(socket, 'close');
  while (!connection.signal.aborted) await connection.write(message);
  await connection.write('late');
});

it('ten connectors are ten sessions', async () => {
  const { home, addServer } = await startApp(echo);
  addServer('X');
  const agents = Array.from({ length: 10 }, () => new Agent(home, { argv: ['mcp', 'x'] }));
  const answers = await Promise.all(agents.map((agent, id) => agent.ask(request(id, 'ping'))));
  expect(answers.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

/** A socket whose connections stay until their other end closes. */
async function startArrivals(
  most: { ofProgram?: number; inAll?: number; silent?: number; identified?: number },
  stay: Admission = { serve: async ({ reader }) => void (await reader.line(1000)) },
  who?: string,
  onAdmit?: (caller: Promise<Caller>) => void,
) {
  const path = join(temporaryFolder(), 'agent.sock');
  const arrivals = new Arrivals({
    forwarded: () => undefined,
    who: who ?? (await compiledConnector()),
    connectors: () => [],
    processes: linuxProcesses,
    words: () => ({ notUnderstood: 'what?', tooMany: 'too many', noForwarding: 'wrong key' }),
    log: { info: () => undefined, warn: () => undefined },
    admit(_hello, caller: Promise<Caller>) {
      onAdmit?.(caller);
      return onAdmit ? stay : caller.then(() => stay);
    },
    most,
  });
  const server: Server = createServer(
    { pauseOnConnect: true, allowHalfOpen: true },
    (socket) => void arrivals.take(socket),
  ).listen(path);
  await once(server, 'listening');
  onTestFinished(() => {
    arrivals.end();
    server.close();
  });
  const say = async () => {
    const { socket, lines } = await connectDirectly(path);
    socket.write(hello(['mcp', 'x']));
    return { socket, answer: await lines.next() };
  };
  return { path, say, server };
}

it('a program has a limit of connections, and gets a place back for each that ends', async () => {
  const { path, say } = await startArrivals({ ofProgram: 2, inAll: 10 });
  const [first, second] = [await say(), await say()];
  expect([first.answer, second.answer]).toEqual([answered, answered]);
  expect((await say()).answer).toBe('{"keyfob":1,"error":"too many"}');
  const script = `const socket = require('node:net').connect(${JSON.stringify(path)});
    socket.write(${JSON.stringify(hello(['mcp', 'x']))});
    socket.pipe(process.stdout);`;
  const other = spawn('/usr/bin/env', [process.execPath, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void other.kill('SIGKILL'));
  expect(await new Lines(other.stdout).next()).toBe(answered);
  first.socket.destroy();
  await once(first.socket, 'close');
  let again = await say();
  while (again.answer !== answered) again = await say();
});

it('a connection that was served counts for its program until its other end has read what was written', async () => {
  const served = Promise.withResolvers<void>();
  const { say } = await startArrivals(
    { ofProgram: 1, inAll: 10 },
    {
      async serve({ reader, write }) {
        if ((await reader.line(1000)) === undefined) return;
        void write('x'.repeat(5_000_000));
        served.resolve();
      },
    },
  );
  const { socket } = await say();
  socket.pause();
  socket.write('go\n');
  await served.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect((await say()).answer).toBe('{"keyfob":1,"error":"too many"}');
  socket.resume();
  await once(socket, 'close');
  let again = await say();
  while (again.answer !== answered) again = await say();
});

it('all programs together have a limit of connections', async () => {
  const { say } = await startArrivals({ ofProgram: 10, inAll: 2 });
  expect([(await say()).answer, (await say()).answer, (await say()).answer]).toEqual([
    answered,
    answered,
    '{"keyfob":1,"error":"too many"}',
  ]);
});

it('a connection that keeps silent gives way where there are too many of them, and not to one that says hello', async () => {
  const { path, say } = await startArrivals({ silent: 1 });
  const silent = await connectDirectly(path);
  expect((await say()).answer).toBe(answered);
  expect(await silent.lines.next()).toBeUndefined();
  expect((await say()).answer).toBe(answered);
});

/** Stands in for the program that identifies callers: notes each of its starts, and waits until it may work. */
async function whoThatWaits(folder: string) {
  const who = join(folder, 'who');
  const go = join(folder, 'go');
  const script = `#!/bin/sh
echo >> ${folder}/starts
while ! [ -e ${go} ]; do sleep 0.01; done
exec ${await compiledConnector()} "$@"
`;
  writeFileSync(who, script, { mode: 0o755 });
  const starts = () => readFileSync(join(folder, 'starts'), 'utf8').length;
  return { who, go: () => writeFileSync(go, ''), starts };
}

it('a connection that says no hello is not identified', async () => {
  const { who, starts, go } = await whoThatWaits(temporaryFolder());
  const { path, say } = await startArrivals({ identified: 1 }, undefined, who);
  const silent = await connectDirectly(path);
  const other = say();
  go();
  expect((await other).answer).toBe(answered);
  silent.socket.destroy();
  expect((await say()).answer).toBe(answered);
  expect(starts()).toBe(2);
});

it('a connection that was closed before its turn is not identified', async () => {
  const { who, starts, go } = await whoThatWaits(temporaryFolder());
  const admitted: Promise<Caller>[] = [];
  const most = { identified: 1 };
  const { path, server } = await startArrivals(most, undefined, who, (caller) => admitted.push(caller));
  const connections = promisify(server.getConnections.bind(server));
  const say = async () => {
    const { socket, lines } = await connectDirectly(path);
    socket.write(hello(['mcp', 'x']));
    return { socket, lines };
  };
  const first = await say();
  while (admitted.length < 1) await new Promise((resolve) => setImmediate(resolve));
  for (const { socket } of await Promise.all(Array.from({ length: 20 }, say))) socket.destroy();
  while ((await connections()) > 1) await new Promise((resolve) => setImmediate(resolve));
  go();
  expect(await first.lines.next()).toBe(answered);
  const last = await say();
  expect(await last.lines.next()).toBe(answered);
  await admitted.at(-1);
  expect(starts()).toBe(2);
});

it('a connection that comes where there are too many takes the place of one that is not identified yet', async () => {
  const { who, go } = await whoThatWaits(temporaryFolder());
  const { path } = await startArrivals({ inAll: 3, identified: 1 }, undefined, who);
  const say = async () => {
    const { socket, lines } = await connectDirectly(path);
    socket.write(hello(['mcp', 'x']));
    return lines;
  };
  const burst = [await say(), await say(), await say()];
  const last = await say();
  // The first is being identified.
  expect(await burst[1]?.next()).toBe(undefined);
  go();
  expect(await last.next()).toBe(answered);
});

it('connections that come at once are identified a few at a time, each of them in the end', async () => {
  const most = { identified: 2 };
  const folder = temporaryFolder();
  // Each notes that it runs, and how many others do.
  const who = join(folder, 'who');
  const running = join(folder, 'running');
  mkdirSync(running);
  const script = `#!/bin/sh
: > ${running}/$$
ls ${running} | wc -l >> ${folder}/counts
${await compiledConnector()} "$@"
rm ${running}/$$
`;
  writeFileSync(who, script, { mode: 0o755 });
  const { say } = await startArrivals(most, undefined, who);
  const answers = await Promise.all(Array.from({ length: 12 }, async () => (await say()).answer));
  expect(answers).toEqual(Array.from({ length: 12 }, () => answered));
  const counts = readFileSync(join(folder, 'counts'), 'utf8').trim().split('\n').map(Number);
  expect(counts.length).toBeLessThanOrEqual(12);
  expect(Math.max(...counts)).toBeLessThanOrEqual(2);
});

it('connections that wait for their turn are identified together, so that many of them hold up no other one', async () => {
  const { who, starts, go } = await whoThatWaits(temporaryFolder());
  const { say, server } = await startArrivals({ identified: 1 }, undefined, who);
  const connections = promisify(server.getConnections.bind(server));
  const callers = Array.from({ length: 100 }, () => say());
  while ((await connections()) < 100) await new Promise((resolve) => setImmediate(resolve));
  go();
  const answers = await Promise.all(callers);
  expect(answers.map(({ answer }) => answer)).toEqual(answers.map(() => answered));
  expect(starts()).toBeLessThanOrEqual(7);
});

it('a connection that comes after a burst is identified before most of the burst', async () => {
  const folder = temporaryFolder();
  const who = join(folder, 'who');
  // The first is identified once all have come.
  const script = `#!/bin/sh
while ! [ -e ${folder}/all ]; do sleep 0.01; done
exec ${await compiledConnector()} "$@"
`;
  writeFileSync(who, script, { mode: 0o755 });
  const { say, server } = await startArrivals({ identified: 1 }, undefined, who);
  const connections = promisify(server.getConnections.bind(server));
  const answered: string[] = [];
  const burst = Array.from({ length: 12 }, () => say().then(() => answered.push('burst')));
  while ((await connections()) < 12) await new Promise((resolve) => setImmediate(resolve));
  const last = say().then(() => answered.push('last'));
  while ((await connections()) < 13) await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(join(folder, 'all'), '');
  await Promise.all([...burst, last]);
  expect(answered.indexOf('last')).toBeLessThan(4);
});
