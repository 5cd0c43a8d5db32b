import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { Answer } from '../../../src-main/bridge/access/questions.ts';
import type { CommandDesktop } from '../../../src-main/bridge/commands/command.ts';
import en from '../../../src-main/shell/locales/en.json' with { type: 'json' };
import { connectorFolder } from '../../../scripts/setup/connector.mjs';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { request } from '../connector/app.ts';
import { Lines } from '../connector/lines.ts';
import { startApp } from '../listener/bridge-app.ts';
import { commandsOf, startRemoteMachine } from './remote-machine.ts';

const command = commandsOf('remote.md', 'SSH');
const bin = '~/.keyfob/bin/keyfob';

/** Keyfob on this computer, and a machine that reaches it as docs/remote.md says. */
async function startForwarded({
  isForwarded = true,
  ...desktop
}: { isForwarded?: boolean } & Partial<CommandDesktop> = {}) {
  const server = await startMcpServer({ testTools: true });
  onTestFinished(() => server.close());
  const app = await startApp(null, desktop);
  const { store, session } = app.kit;
  const { id: serverId, workspaceId } = app.addServer('Notes', server.url);
  store.servers.setRequiresSignIn(workspaceId, serverId, false);
  store.servers.setRequiresSignIn(workspaceId, app.addServer('Other', `${server.url}?other`).id, false);
  const remote = await startRemoteMachine();
  const env = { HOME: dirname(app.home.folder), PATH: remote.path };
  /** Runs a command of the document in a shell of this computer. */
  const run = async (text: string, input = '') => {
    const ran = promisify(execFile)('bash', ['-c', text.replaceAll('/home/ann', remote.home)], { env });
    ran.child.stdin?.end(input);
    return (await ran).stdout;
  };
  const start = (text: string, more: NodeJS.ProcessEnv = {}) => {
    const child = spawn('bash', ['-c', `exec ${text.replaceAll('/home/ann', remote.home)}`], {
      env: { ...env, ...more },
    });
    onTestFinished(() => void child.kill());
    child.stdin.on('error', () => undefined);
    return child;
  };
  await run(command("ssh build 'umask 077 && mkdir -p"));
  await run(command("ssh build 'cat > ~/.keyfob/bin/keyfob"));
  const forward = async () => {
    const socket = join(remote.home, '.keyfob/run/agent.sock');
    const made = () => statSync(socket, { throwIfNoEntry: false })?.ctimeMs;
    const earlier = made();
    const ssh = start(command('ssh -N'));
    while (made() === earlier || made() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    return ssh;
  };
  if (isForwarded) await forward();
  /** Makes a forwarding that may use the server `notes`, and no other. */
  const makeForwarding = (name: string, servers: readonly string[] = [serverId]) => {
    const made = store.forwardings.add({ name, profileId: session.profileId, now: 1 });
    for (const one of servers) allow(app, made.id, one);
    return { id: made.id, key: made.key.reveal() };
  };
  const putKey = (key: string) => run(command("ssh build 'umask 077 && cat > ~/.keyfob/forwarding'"), `${key}\n`);
  /** An agent on the machine, which starts the connector there. */
  const agent = (...args: string[]) => {
    const child = start(`ssh build '${bin} ${args.join(' ')}'`);
    const lines = new Lines(child.stdout);
    const say = (...all: string[]) => child.stdin.write(all.map((line) => `${line}\n`).join(''));
    return { child, lines, errors: new Lines(child.stderr), say };
  };
  return { ...app, server, serverId, remote, run, forward, makeForwarding, putKey, agent };
}

type Started = Awaited<ReturnType<typeof startForwarded>>;

function allow({ kit }: Pick<Started, 'kit'>, programId: string, serverId: string): void {
  const { profileId } = kit.session;
  kit.store.programGrants.save({
    programId,
    serverId,
    profileId,
    answer: 'always',
    tools: { rule: 'all', allowed: [] },
    grantedBy: null,
    now: 1,
  });
}

const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'agent', version: '1' } },
});
const initialized = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });
const call = (id: number, name: string, args: object = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });

/** The answer to the request with this id. */
async function answerTo(lines: Lines, id: number): Promise<Record<string, unknown>> {
  for (;;) {
    const line = await lines.nextJson();
    if (line['id'] === id) return line;
  }
}

/** Answers the first question, and returns what it said. */
async function answerQuestion({ bridge }: Started, answer: Answer) {
  while (bridge.questions().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const [question] = bridge.questions();
  bridge.permissions.questions.answer(question?.id ?? '', answer);
  return question;
}

it('an agent on another machine lists and calls with the key of a forwarding, and nothing is asked', async () => {
  const started = await startForwarded();
  const { id, key } = started.makeForwarding('build server');
  await started.putKey(key);
  const { lines, say } = started.agent('mcp', 'notes');
  say(initialize, initialized, request(1, 'tools/list'));
  const { result } = (await answerTo(lines, 1)) as { result: { tools: { name: string }[] } };
  expect(result.tools.map(({ name }) => name)).toContain('whoami');
  say(call(2, 'whoami'));
  expect(await answerTo(lines, 2)).toMatchObject({ result: { content: [{ type: 'text' }] } });
  expect(started.bridge.agents.list()).toMatchObject([
    { program: 'build server', caller: { kind: 'forwarding', pattern: { family: `forwarding:${id}` } } },
  ]);
  expect(started.bridge.questions()).toEqual([]);
  const { profileId } = started.kit.session;
  expect(started.kit.store.forwardings.list(profileId)).toMatchObject([{ lastUsed: expect.any(Number) as number }]);
  expect(await started.run(command("ssh build '~/.keyfob/bin/keyfob status'"))).toContain('notes');
});

it('the file of the key and the socket over there are open to their user alone', async () => {
  const { remote, makeForwarding, putKey } = await startForwarded();
  await putKey(makeForwarding('build server').key);
  const modes = ['forwarding', 'run', 'run/agent.sock', 'bin/keyfob'].map((name) =>
    (statSync(join(remote.home, '.keyfob', name)).mode & 0o777).toString(8),
  );
  expect(modes).toEqual(['600', '700', '600', '700']);
});

it('an agent on another machine is refused what its forwarding was not allowed, until the user allows it', async () => {
  const started = await startForwarded();
  await started.putKey(started.makeForwarding('build server').key);
  const { lines, say } = started.agent('mcp', 'other');
  say(initialize, initialized, call(1, 'whoami'));
  const asked = await answerQuestion(started, 'not_now');
  expect(asked).toMatchObject({ program: 'build server', kind: 'forwarding', server: 'Other', canBeKept: true });
  expect(await answerTo(lines, 1)).toMatchObject({ result: { isError: true } });
  expect(started.server.calls).toEqual([]);
});

it('an agent on another machine without a key is an unknown program, which can be allowed only once', async () => {
  const started = await startForwarded();
  started.makeForwarding('build server');
  const { lines, say } = started.agent('mcp', 'notes');
  say(initialize, initialized, call(1, 'whoami'));
  const asked = await answerQuestion(started, 'always');
  expect(asked).toMatchObject({ kind: 'unknown', program: '', canBeKept: false });
  expect(await answerTo(lines, 1)).toHaveProperty('result');
  expect(started.kit.store.programs.list().map(({ name }) => name)).toEqual(['build server']);
});

it.each([['status'], ['list'], ['lock'], ['open']])('the command %s is refused without a key', async (name) => {
  const did: string[] = [];
  const started = await startForwarded({ lock: () => did.push('locked') > 0, open: () => void did.push('opened') });
  const { child, lines, errors } = started.agent(name);
  const [said, complained] = await Promise.all([lines.all(), errors.all(), once(child, 'close')]);
  expect(said).toEqual([]);
  expect(complained.map((line) => Buffer.from(line, 'latin1').toString())).toEqual([`keyfob: ${en.commands.needsKey}`]);
  expect(child.exitCode).toBe(5);
  expect(did).toEqual([]);
});

it('a wrong key is refused with words, and with it what another forwarding may use', async () => {
  const started = await startForwarded();
  const { key } = started.makeForwarding('build server');
  await started.putKey(`${key.slice(0, -4)}AAAA`);
  const { lines, errors, say } = started.agent('mcp', 'notes');
  say(call(1, 'whoami'));
  expect(await answerTo(lines, 1)).toMatchObject({ error: { code: -31002, message: en.agents.noForwarding } });
  expect(Buffer.from((await errors.next()) ?? '', 'latin1').toString()).toBe(`keyfob: ${en.agents.noForwarding}`);
  expect(started.server.calls).toEqual([]);
});

it('the key of another forwarding has what that one may use, and no more', async () => {
  const started = await startForwarded();
  started.makeForwarding('build server');
  const other = started.makeForwarding('laptop', []);
  await started.putKey(other.key);
  const { lines, say } = started.agent('mcp', 'notes');
  say(initialize, initialized, call(1, 'whoami'));
  expect(await answerQuestion(started, 'not_now')).toMatchObject({ program: 'laptop', kind: 'forwarding' });
  expect(await answerTo(lines, 1)).toMatchObject({ result: { isError: true } });
  expect(started.server.calls).toEqual([]);
});

it('a forwarding that is revoked while a call runs aborts the call, closes the connection, and lets nothing in', async () => {
  const started = await startForwarded();
  const { id, key } = started.makeForwarding('build server');
  await started.putKey(key);
  const { lines, errors, say } = started.agent('mcp', 'notes');
  say(initialize, initialized, request(1, 'tools/list'));
  await answerTo(lines, 1);
  say(call(2, 'slow', { milliseconds: 600_000 }));
  while (started.server.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  started.kit.store.forwardings.remove(id);
  started.bridge.closeRevoked();
  expect(await answerTo(lines, 2)).toMatchObject({ error: { code: -31001 } });
  while (started.server.cancelled() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  say(call(3, 'whoami'));
  expect(await answerTo(lines, 3)).toMatchObject({ error: { message: en.agents.noForwarding } });
  expect(started.server.calls.map(({ tool }) => tool)).toEqual(['slow']);
  expect(await errors.next()).toContain('Keyfob ended before it answered');
});

it('a machine whose forwarding has ended is told so, and is served again once it is there', async () => {
  const started = await startForwarded({ isForwarded: false });
  await started.putKey(started.makeForwarding('build server').key);
  const status = () =>
    new Promise<string>((resolve) => {
      const { child, errors } = started.agent('status');
      void Promise.all([once(child, 'close'), errors.all()]).then(([[code], said]) => resolve(`${code} ${said[0]}`));
    });
  expect(await status()).toMatch(
    /^69 keyfob: Keyfob is not reached from this machine: nothing answers at .*agent\.sock\./,
  );
  const first = await started.forward();
  expect(await status()).toBe('0 undefined');
  first.kill('SIGKILL');
  await once(first, 'close');
  await started.forward();
  expect(await status()).toBe('0 undefined');
});

it('the key of a forwarding is in no log, no database, no output and no argument', async () => {
  const started = await startForwarded();
  const { key } = started.makeForwarding('build server');
  await started.putKey(key);
  const { child, lines, errors, say } = started.agent('mcp', 'notes');
  say(initialize, initialized, call(1, 'whoami'));
  const said = [JSON.stringify(await answerTo(lines, 1))];
  said.push(execFileSync('ps', ['-eo', 'args', '-ww'], { encoding: 'utf8' }));
  child.stdin.end();
  said.push(...(await lines.all()), ...(await errors.all()), ...started.kit.log);
  expect(said.join('\n')).not.toContain(key.slice(4, 24));
  for (const name of ['keyfob.sqlite', 'keyfob.sqlite-wal']) {
    const path = join(started.kit.folder, name);
    if (existsSync(path)) expect(readFileSync(path).includes(key.slice(4, 24))).toBe(false);
  }
});

it('the connector that is compiled as docs/remote.md says is one, for another kind of processor', async () => {
  const started = await startForwarded();
  await started.putKey(started.makeForwarding('build server').key);
  const folder = join(started.remote.home, 'source');
  cpSync(connectorFolder, folder, { recursive: true });
  await started.run(`cd ${folder} && HOME=${started.remote.home} && ${command('cc ')}`);
  chmodSync(join(started.remote.home, '.keyfob/bin/keyfob'), 0o700);
  expect(await started.run(command("ssh build '~/.keyfob/bin/keyfob status'"))).toContain('Notes: needs no sign-in');
});
