import { spawn } from 'node:child_process';
import { createConnection, createServer, type Socket } from 'node:net';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Agent, installed } from './agent.ts';
import { App, type Connection } from './app.ts';
import { Lines } from './lines.ts';

const kinds = { input: 0, output: 1, errors: 2, exit: 3 };

function frame(kind: keyof typeof kinds, payload: string | number[] = ''): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload);
  const header = Buffer.alloc(5);
  header.writeUInt8(kinds[kind]);
  header.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([header, bytes]);
}

/** Waits until that many bytes have come after the hello. */
async function received({ socket, lines }: Connection, bytes: number): Promise<string> {
  while (lines.rest.length < bytes) await new Promise((resolve) => socket.once('data', resolve));
  return lines.rest;
}

async function asked(argv: string[]) {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home, { argv });
  const connection = await app.connection();
  return { app, agent, connection };
}

it('a command writes what the app says to standard output and standard error, and exits with its code', async () => {
  const { agent, connection } = await asked(['call', 'linear', 'list_issues', '--json']);
  expect(connection.hello.argv).toEqual(['call', 'linear', 'list_issues', '--json']);
  const all = Buffer.concat([
    frame('output', 'one\ntw'),
    frame('errors', 'careful\n'),
    frame('output', 'o\n'),
    frame('exit', [3]),
  ]);
  for (const byte of all) connection.socket.write(Buffer.from([byte]));
  expect(await agent.lines.all()).toEqual(['one', 'two']);
  expect(await agent.errors.all()).toEqual(['careful']);
  expect(await agent.closed).toBe(3);
});

it('a command reads standard input once the app asks for it, and passes on its end', async () => {
  const { agent, connection } = await asked(['call', 'linear', 'create', '-']);
  agent.input.write('{"a":1}');
  connection.socket.write(Buffer.concat([frame('errors', 'before\n'), frame('input')]));
  expect(await agent.errors.next()).toBe('before');
  const first = frame('input', '{"a":1}').toString('latin1');
  expect(await received(connection, first.length)).toBe(first);
  agent.input.end();
  const both = first + frame('input').toString('latin1');
  expect(await received(connection, both.length)).toBe(both);
  connection.socket.write(frame('exit', [0]));
  expect(await agent.closed).toBe(0);
});

it('a command whose app ends exits with 75', async () => {
  const { app, agent } = await asked(['tools', 'linear']);
  app.kill();
  expect(await agent.closed).toBe(75);
  expect(await agent.errors.next()).toContain('keyfob: Keyfob ended before it answered.');
});

it('a command that is refused shows the words of the app and exits with 69', async () => {
  const home = await installed();
  await new App(home.socket, '{"keyfob":1,"error":"Keyfob is locked."}').start();
  const agent = new Agent(home, { argv: ['list'] });
  expect(await agent.closed).toBe(69);
  expect(await agent.errors.all()).toEqual(['keyfob: Keyfob is locked.']);
  expect(await agent.lines.all()).toEqual([]);
});

it.each([['status'], ['lock'], ['--help']])('the command %s starts no app, and exits with 69', async (command) => {
  const home = await installed();
  const agent = new Agent(home, { argv: [command] });
  expect(await agent.closed).toBe(69);
  expect(await agent.errors.all()).toEqual([
    `keyfob: Keyfob is not running. Start Keyfob, then try again. (Its socket is ${home.socket}.)`,
  ]);
});

it('a connector outside of a folder called bin takes the files of the home folder', async () => {
  const { folder, connector } = await installed();
  renameSync(connector, join(folder, 'keyfob'));
  const agent = new Agent({ connector: join(folder, 'keyfob') }, { argv: ['status'], env: { HOME: '/tmp/home' } });
  expect(await agent.errors.next()).toContain('(Its socket is /tmp/home/.keyfob/run/agent.sock.)');
});

it.each([[[]], [['mcp']], [['call', 'x'.repeat(4000)]]])('arguments %j are refused with 2', async (argv) => {
  const agent = new Agent(await installed(), { argv });
  expect(await agent.closed).toBe(2);
  expect(await agent.errors.all()).toHaveLength(1);
});

it.each([[['mcp', '--help']], [['mcp', 'linear', '-h']]])('%j prints how it is used, without the app', async (argv) => {
  const agent = new Agent(await installed(), { argv });
  expect(await agent.lines.all()).toEqual(['Usage: keyfob mcp SERVER [--workspace NAME] [--profile NAME]']);
  expect(await agent.closed).toBe(0);
});

it('the option --version names the version and the protocol', async () => {
  const agent = new Agent(await installed(), { argv: ['--version'] });
  expect(await agent.lines.all()).toEqual([expect.stringMatching(/^keyfob \d+\.\d+\.\d+, protocol 1$/)]);
  expect(await agent.closed).toBe(0);
});

it('the option --who names the process at the other end of a socket, its user, parent and start', async () => {
  const home = await installed();
  const path = join(home.folder, 'who.sock');
  const accepted = new Promise<Socket>((resolve) => {
    const server = createServer({ pauseOnConnect: true }, resolve).listen(path);
    onTestFinished(() => void server.close());
  });
  const client = createConnection(path);
  const socket = await accepted;
  onTestFinished(() => void [client, socket].map((each) => each.destroy()));
  const child = spawn(home.connector, ['--who', '3'], { stdio: ['ignore', 'pipe', 'inherit', socket], env: {} });
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  expect(await new Lines(child.stdout as NonNullable<typeof child.stdout>).nextJson()).toEqual({
    pid: process.pid,
    uid: process.getuid?.(),
    gid: process.getgid?.(),
    signature: '',
    parent: process.ppid,
    started: fields[19],
  });
  // The socket still works here after it was handed on.
  const heard = new Lines(socket);
  socket.resume();
  client.write('hello\n');
  expect(await heard.next()).toBe('hello');
});
