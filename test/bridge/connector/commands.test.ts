import { spawn } from 'node:child_process';
import { createConnection, createServer, type Socket } from 'node:net';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Agent, installed } from './agent.ts';
import { App, type Connection } from './app.ts';
import { Lines } from './lines.ts';

const kinds = { input: 0, output: 1, errors: 2, exit: 3, file: 4, bytes: 5, close: 6 };

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

it.each([['status'], ['lock']])('the command %s starts no app, and exits with 69', async (command) => {
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

it.each([
  [['mcp', '--help'], 'Usage: keyfob mcp SERVER [--workspace NAME] [--profile NAME]'],
  [['mcp', 'linear', '-h'], 'Usage: keyfob mcp SERVER [--workspace NAME] [--profile NAME]'],
  [['help', 'lock'], 'Usage: keyfob lock [--json]'],
  [['lock', '--help'], 'Usage: keyfob lock [--json]'],
  [['--help'], 'Usage: keyfob COMMAND'],
  [['help'], 'Usage: keyfob COMMAND'],
  [['completion', 'bash'], '# bash completion of keyfob: eval "$(keyfob completion bash)"'],
  [['completion', 'zsh'], '#compdef keyfob'],
  [['completion', 'fish'], '# fish completion of keyfob: keyfob completion fish | source'],
])('%j is answered without the app, which is not started', async (argv, first) => {
  const home = await installed();
  const agent = new Agent(home, { argv });
  expect((await agent.lines.all())[0]).toBe(first);
  expect(await agent.closed).toBe(0);
  expect(readdirSync(home.folder)).toEqual(['bin']);
});

it.each([[['completion']], [['completion', 'tcsh']], [['help', 'nothing']], [['nothing', '--help']]])(
  '%j is answered without the app as well: it is no such text',
  async (argv) => {
    const agent = new Agent(await installed(), { argv });
    expect(await agent.errors.all()).toEqual([
      'keyfob: Usage: keyfob mcp SERVER, or keyfob COMMAND. `keyfob --help` lists the commands.',
    ]);
    expect(await agent.closed).toBe(2);
  },
);

it('help is in the language of the app that wrote it, and built in where a text is missing there', async () => {
  const home = await installed();
  writeFileSync(join(home.folder, 'offline-texts'), '\u0001help\nXin chào\n\u0001help lock\nKhóa\n');
  const ask = async (...argv: string[]) =>
    Buffer.from((await new Agent(home, { argv }).lines.all())[0] ?? '', 'latin1').toString();
  expect(await ask('--help')).toBe('Xin chào');
  expect(await ask('lock', '--help')).toBe('Khóa');
  expect(await ask('open', '--help')).toBe('Usage: keyfob open [--json]');
});

describe('a file of a result', () => {
  const file = (place: string, isOnly: boolean, text: string) =>
    Buffer.concat([frame('file', `${isOnly ? '1' : '0'}${place}\0picture.png`), frame('bytes', text), frame('close')]);

  async function writing() {
    const { connection, agent } = await asked(['call', 'linear', 'draw']);
    const folder = mkdtempSync(join(tmpdir(), 'keyfob-out-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    let bytes = 0;
    /** Resolves to the path that the connector answers. */
    const save = async (place: string, isOnly: boolean, text: string) => {
      connection.socket.write(file(join(folder, place), isOnly, text));
      const header = Buffer.from(await received(connection, bytes + 5), 'latin1').subarray(bytes);
      const length = header.readUInt32BE(1);
      const all = await received(connection, bytes + 5 + length);
      const path = Buffer.from(all, 'latin1').toString('utf8', bytes + 5, bytes + 5 + length);
      bytes += 5 + length;
      return path;
    };
    return { folder, agent, save, connection };
  }

  it('is written by the connector, into a folder that it makes, and never over another one', async () => {
    const { folder, save } = await writing();
    const paths = [
      await save('new', false, 'first'),
      await save('new', false, 'second'),
      await save('new/', true, 'third'),
    ];
    const expected = ['picture.png', 'picture-2.png', 'picture-3.png'].map((name) => join(folder, 'new', name));
    expect(paths).toEqual(expected);
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['first', 'second', 'third']);
  });

  it('that is the only one is the file that the user named, also where it was there', async () => {
    const { folder, save } = await writing();
    writeFileSync(join(folder, 'mine.png'), 'a longer text before');
    expect(await save('mine.png', true, 'new')).toBe(join(folder, 'mine.png'));
    expect(readFileSync(join(folder, 'mine.png'), 'utf8')).toBe('new');
  });

  it('that cannot be written is told with the reason, and the command goes on', async () => {
    const { folder, save, agent, connection } = await writing();
    expect(await save('missing/mine.png', true, 'new')).toBe('');
    expect(await agent.errors.next()).toBe(
      `keyfob: This could not be saved: ${join(folder, 'missing/mine.png')}: No such file or directory. ` +
        'Choose another place with --out.',
    );
    connection.socket.write(Buffer.concat([frame('output', 'more\n'), frame('exit', [1])]));
    expect(await agent.lines.all()).toEqual(['more']);
    expect(await agent.closed).toBe(1);
  });

  it('is not written through a link at a name in the folder', async () => {
    const { folder, save } = await writing();
    writeFileSync(join(folder, 'victim'), 'mine');
    mkdirSync(join(folder, 'out'));
    symlinkSync(join(folder, 'victim'), join(folder, 'out', 'picture.png'));
    expect(await save('out', true, 'new')).toBe(join(folder, 'out', 'picture-2.png'));
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('mine');
  });
});

it('the option --version names the version and the protocol', async () => {
  const agent = new Agent(await installed(), { argv: ['--version'] });
  expect(await agent.lines.all()).toEqual([expect.stringMatching(/^keyfob \d+\.\d+\.\d+, protocol 1$/)]);
  expect(await agent.closed).toBe(0);
});

it('the option --version --json is for programs', async () => {
  const agent = new Agent(await installed(), { argv: ['--version', '--json'] });
  expect(JSON.parse((await agent.lines.all()).join(''))).toEqual({ version: expect.any(String), protocol: 1 });
});

it('the option --who names the processes at the other ends of several sockets, a line for each', async () => {
  const { connector, folder } = await installed();
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => void sockets.push(socket)).listen(
    join(folder, 's'),
  );
  onTestFinished(() => void server.close());
  const clients = [createConnection(join(folder, 's')), createConnection(join(folder, 's'))];
  onTestFinished(() => clients.forEach((one) => one.destroy()));
  while (sockets.length < 2) await new Promise((resolve) => setImmediate(resolve));
  const child = spawn(connector, ['--who', '3', '9', '4'], {
    env: {},
    stdio: ['ignore', 'pipe', 'ignore', ...sockets],
  });
  const lines = new Lines(child.stdout as NonNullable<typeof child.stdout>);
  expect(await lines.nextJson()).toMatchObject({ pid: process.pid, uid: process.getuid?.() });
  // No such file descriptor.
  expect(await lines.nextJson()).toEqual({});
  expect(await lines.nextJson()).toMatchObject({ pid: process.pid });
  for (const socket of sockets) socket.destroy();
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
