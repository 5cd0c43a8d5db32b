import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/keyfob.ts';
import { Agent, installed } from './agent.ts';
import { App, request, serve } from './app.ts';
import { Lines } from './lines.ts';

const key = `kff_${'x'.repeat(42)}7`;
const other = `kff_${'y'.repeat(42)}7`;
const names = ['KEYFOB_FORWARDING', 'the file'] as const;

/** A machine that has the key in its environment or in its file. */
async function machine(place: (typeof names)[number], text = `${key}\n`, mode = 0o600) {
  const home = await installed('sanitized');
  const file = join(home.folder, 'forwarding');
  if (place === 'the file') {
    writeFileSync(file, text);
    chmodSync(file, mode);
  }
  const env = place === 'the file' ? {} : { KEYFOB_FORWARDING: text.trim() };
  return { home, file, env };
}

describe.each(names)('the key of a forwarding in %s', (place) => {
  it('is said in the hello of `keyfob mcp`, and of every later connection', async () => {
    const { home, env } = await machine(place);
    const app = await new App(home.socket).start();
    const agent = new Agent(home, { env });
    agent.say(request(1, 'ping'));
    expect((await app.connection()).hello).toMatchObject({ argv: ['mcp', 'linear'], connection: 1, forwarding: key });
    app.kill();
    await app.start();
    agent.say(request(2, 'ping'));
    const { hello } = await app.connection();
    expect(hello).toMatchObject({ forwarding: key });
    // One that began while the app was being killed is counted too.
    expect(hello.connection).toBeGreaterThan(1);
  });

  it('is said in the hello of a command', async () => {
    const { home, env } = await machine(place);
    const app = await new App(home.socket).start();
    const agent = new Agent(home, { argv: ['tools', 'linear'], env });
    expect((await app.connection()).hello).toMatchObject({ argv: ['tools', 'linear'], forwarding: key });
    agent.child.kill();
  });

  it('is in no argument, no name and no output of the connector', async () => {
    const { home, env } = await machine(place);
    const app = await new App(home.socket).start();
    const agent = new Agent(home, { env });
    agent.say(request(1, 'ping'));
    const connection = await app.connection();
    void serve(connection);
    const answer = await agent.lines.next();
    const { pid } = agent.child;
    const shown = ['cmdline', 'comm', 'stat', 'status'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'latin1'));
    agent.input.end();
    await agent.closed;
    expect([...shown, answer, ...(await agent.lines.all()), ...(await agent.errors.all())].join('\n')).not.toContain(
      key,
    );
  });

  it('that is none is told with words, and not repeated', async () => {
    const { home, env } = await machine(place, 'hunter2 is no key\n');
    await new App(home.socket).start();
    const agent = new Agent(home, { argv: ['tools', 'linear'], env });
    expect(await agent.closed).toBe(69);
    const words = (await agent.errors.all()).join('\n');
    expect(words).toContain('is not one of Keyfob');
    expect(words).not.toContain('hunter2');
  });

  it('keeps the connector from starting an app of this machine, and the words say where Keyfob is', async () => {
    const { home, env } = await machine(place);
    const started = join(home.folder, 'started');
    writeFileSync(join(home.folder, 'app'), `/usr/bin/touch\n${started}\n`);
    const agent = new Agent(home, { env: { ...env, KEYFOB_WAIT: '300' } });
    const words = expect.stringContaining(
      'On the computer where Keyfob runs, start Keyfob and the forwarding',
    ) as string;
    expect(await agent.ask(request(1, 'ping'))).toMatchObject({ id: 1, error: { code: -31002, message: words } });
    expect(await agent.errors.next()).toEqual(words);
    const command = new Agent(home, { argv: ['tools', 'linear'], env: { ...env, KEYFOB_WAIT: '300' } });
    expect(await command.closed).toBe(69);
    expect(await command.errors.next()).toEqual(words);
    expect(existsSync(started)).toBe(false);
  });
});

it('the environment’s key counts before that of the file', async () => {
  const { home } = await machine('the file');
  const app = await new App(home.socket).start();
  const agent = new Agent(home, { argv: ['tools', 'x'], env: { KEYFOB_FORWARDING: other } });
  expect((await app.connection()).hello).toMatchObject({ forwarding: other });
  agent.child.kill();
});

it('a machine without a key says none', async () => {
  const home = await installed();
  const app = await new App(home.socket).start();
  const agent = new Agent(home, { argv: ['tools', 'x'], env: { KEYFOB_FORWARDING: '' } });
  expect((await app.connection()).hello).not.toHaveProperty('forwarding');
  agent.child.kill();
});

it.each([0o644, 0o640, 0o604, 0o660, 0o700, 0o4600])('a file with the mode %o is refused with words', async (mode) => {
  const { home, file } = await machine('the file', key, mode);
  await new App(home.socket).start();
  const command = new Agent(home, { argv: ['tools', 'x'] });
  expect(await command.closed).toBe(69);
  expect(await command.errors.all()).toEqual([
    `keyfob: The key of the forwarding is not sent, because others may know it: ${file} must be a file of yours with ` +
      'mode 0600. Run chmod 600 on it; where others could read it, revoke the forwarding in Keyfob and make another one.',
  ]);
  const agent = new Agent(home);
  expect(await agent.ask(request(1, 'ping'))).toMatchObject({ id: 1, error: { code: -31002 } });
});

it('a file whose mode is mended is used by the same connector', async () => {
  const { home, file } = await machine('the file', key, 0o644);
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  expect(await agent.ask(request(1, 'ping'))).toMatchObject({ id: 1, error: { code: -31002 } });
  chmodSync(file, 0o600);
  expect((await app.connection()).hello).toMatchObject({ forwarding: key });
});

it('a symbolic link or a folder in the place of the file is refused with words', async () => {
  const { home, file } = await machine('KEYFOB_FORWARDING');
  writeFileSync(`${file}.real`, key, { mode: 0o600 });
  symlinkSync(`${file}.real`, file);
  await new App(home.socket).start();
  const linked = new Agent(home, { argv: ['tools', 'x'] });
  expect(await linked.closed).toBe(69);
  expect(await linked.errors.next()).toContain(`${file} must be a file of yours`);
  const { home: second, file: folder } = await machine('KEYFOB_FORWARDING');
  mkdirSync(folder, { mode: 0o600 });
  await new App(second.socket).start();
  const agent = new Agent(second, { argv: ['tools', 'x'] });
  expect(await agent.closed).toBe(69);
  expect(await agent.errors.next()).toContain(`${folder} must be a file of yours`);
});

/** Starts a program as another user, which only root may. */
const as = (uid: number, command: string, args: string[], env: NodeJS.ProcessEnv = {}) => {
  const child = spawn(command, args, { uid, gid: uid, env, stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, lines: new Lines(child.stdout), errors: new Lines(child.stderr) };
};

it.runIf(process.getuid?.() === 0)('a socket of another user is not told the key', async () => {
  const [ann, bob] = [61_001, 61_002];
  const { home } = await machine('KEYFOB_FORWARDING');
  const shared = temporaryFolder();
  chmodSync(shared, 0o777);
  chmodSync(home.folder, 0o755);
  const path = join(shared, 'agent.sock');
  const listening = `require('node:net').createServer((socket) => socket.pipe(process.stdout)).listen({
    path: ${JSON.stringify(path)}, writableAll: true, readableAll: true }, () => console.log('listening'))`;
  const connects = (uid: number) =>
    as(uid, home.connector, ['tools', 'x'], { KEYFOB_SOCKET: path, KEYFOB_FORWARDING: key });
  const foreign = as(bob, process.execPath, ['-e', listening]);
  expect(await foreign.lines.next()).toBe('listening');
  const refused = connects(ann);
  expect(await refused.errors.all()).toEqual([expect.stringContaining(`${path} belongs to another user`)]);
  foreign.child.kill();
  expect((await foreign.lines.all()).join('')).not.toContain('kff_');
  await once(foreign.child, 'close');
  rmSync(path, { force: true });
  const own = as(ann, process.execPath, ['-e', listening]);
  expect(await own.lines.next()).toBe('listening');
  connects(ann);
  expect(await own.lines.next()).toContain(key);
});
