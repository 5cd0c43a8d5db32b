import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CallHistory, type HistoryOptions } from '../../src-main/history/call-history.ts';
import { openHistoryFile } from '../../src-main/store/history/history-file.ts';
import type { CallFacts } from '../../src-main/store/history/call.ts';
import { bytesOf, now, temporaryFolder } from '../store/fixture.ts';
import { wrappingKeyring } from '../support/wrapping-keyring.ts';

const facts = (changes: Partial<CallFacts> = {}): CallFacts => ({
  owner: 'ann',
  serverId: 'linear',
  address: 'https://linear.example/mcp',
  tool: 'search',
  program: '',
  outcome: 'done',
  errorCode: null,
  startedAt: now,
  milliseconds: 5,
  ...changes,
});

function start(changes: Partial<HistoryOptions> = {}) {
  const log: string[] = [];
  const file = join(temporaryFolder(), 'history.sqlite');
  const history = new CallHistory({
    file,
    keyring: wrappingKeyring,
    isStored: () => true,
    now: () => now,
    log: { warn: (message) => void log.push(message) },
    exists: { server: () => true, owner: () => true },
    ...changes,
  });
  onTestFinished(() => history.close());
  return { history, file: changes.file ?? file, log };
}

const toolsOf = (history: CallHistory, owner = 'ann') =>
  history.use(({ calls }) => calls.list(owner, {}, 1000).map(({ tool }) => tool));

it('a history lasts over a restart, under a key of its own that the keyring wraps', async () => {
  const { history, file } = start();
  history.begin({ ...facts(), input: { q: 'herons' } })({
    result: { isError: false, content: [{ type: 'text', text: 'three herons' }], milliseconds: 4 },
  });
  await history.flush();
  history.close();
  expect(bytesOf(file).toString('latin1')).not.toContain('herons');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = start({ file });
  await again.history.use(({ calls, database }) => {
    const [call] = calls.list('ann', {}, 10);
    expect(call).toMatchObject({ tool: 'search', outcome: 'done', program: '' });
    expect(call && calls.open(call)).toEqual({
      input: '{"input":{"q":"herons"}}',
      result: '{"result":{"isError":false,"content":[{"type":"text","text":"three herons"}],"milliseconds":4}}',
    });
    expect(database.prepare('SELECT COUNT(*) FROM data_key').pluck().get()).toBe(1);
  });
});

it('a call that is under way when Keyfob ends is kept as cancelled, with its input', async () => {
  const { history, file } = start();
  await toolsOf(history);
  const end = history.begin({ ...facts(), input: { q: 1 } });
  history.close();
  end({ error: new Error('too late') });
  const again = start({ file });
  await again.history.use(({ calls }) => {
    const list = calls.list('ann', {}, 10);
    expect(list).toMatchObject([{ outcome: 'cancelled', errorCode: 'cancelled' }]);
    expect(list[0] && calls.open(list[0])).toEqual({ input: '{"input":{"q":1}}' });
  });
});

it('closing writes what waits, and tells no listener, because all have stopped by then', async () => {
  const { history, file } = start();
  await toolsOf(history);
  history.onChange = () => {
    throw new Error('the tray is gone');
  };
  history.record(facts());
  history.close();
  expect(await toolsOf(start({ file }).history)).toEqual(['search']);
});

it('recording opens no file and writes nothing at once', () => {
  const { history, file } = start();
  history.record(facts());
  expect(existsSync(file)).toBe(false);
  expect(history.isPending).toBe(true);
});

it('a history that is off keeps nothing, and a shorter time deletes what is older at once', async () => {
  const { history } = start();
  const day = 86_400_000;
  for (const [age, tool] of ['new', 'week', 'month', 'quarter', 'year'].entries())
    history.record(facts({ tool, startedAt: now - [0, 8, 31, 91, 365][age]! * day }));
  history.configure({ keep: 'always', ofAgents: false });
  expect(await toolsOf(history)).toEqual(['new', 'week', 'month', 'quarter', 'year']);
  history.configure({ keep: 90, ofAgents: false });
  expect(await toolsOf(history)).toEqual(['new', 'week', 'month']);
  history.configure({ keep: 7, ofAgents: false });
  expect(await toolsOf(history)).toEqual(['new']);
  history.configure({ keep: 'off', ofAgents: false });
  history.record(facts({ tool: 'unkept' }));
  expect(await toolsOf(history)).toEqual(['new']);
});

it('the calls of a server that is left out are not kept, for that owner alone', async () => {
  const { history } = start();
  await history.use(({ leftOut }) => leftOut.set('ann', 'linear', true));
  history.record(facts());
  history.record(facts({ serverId: 'notion', tool: 'other' }));
  history.record(facts({ owner: 'bob', tool: 'of Bob' }));
  expect(await toolsOf(history)).toEqual(['other']);
  expect(await toolsOf(history, 'bob')).toEqual(['of Bob']);
});

it('the calls of a removed server and of a deleted profile are gone, and those of others stay', async () => {
  const { history } = start();
  history.record(facts());
  history.record(facts({ serverId: 'notion', tool: 'notes' }));
  history.record(facts({ owner: 'bob' }));
  await history.purge({ serverId: 'linear' });
  expect(await toolsOf(history)).toEqual(['notes']);
  expect(await toolsOf(history, 'bob')).toEqual([]);
  await history.purge({ owner: 'ann' });
  expect(await toolsOf(history)).toEqual([]);
});

it('a call that ends after its server was removed is not kept', async () => {
  const { history } = start({ exists: { server: (id) => id !== 'linear', owner: (owner) => owner !== 'bob' } });
  history.record(facts());
  history.record(facts({ owner: 'bob', serverId: 'notion' }));
  history.record(facts({ serverId: 'notion', tool: 'kept' }));
  expect(await toolsOf(history)).toEqual(['kept']);
});

it('the calls of what was removed while the history was not open are gone when it opens', async () => {
  const { history, file } = start();
  history.record(facts());
  history.record(facts({ owner: 'bob', serverId: 'notion' }));
  await history.flush();
  history.close();
  const again = start({ file, exists: { server: (id) => id !== 'linear', owner: () => true } });
  expect(await toolsOf(again.history)).toEqual([]);
  expect(await toolsOf(again.history, 'bob')).toEqual(['search']);
});

it.each([
  ['that is no database', (file: string) => writeFileSync(file, 'not a database at all, but long enough'.repeat(50))],
  ['of a later version', (file: string) => withDatabase(file, (one) => one.pragma('user_version = 99'))],
  ['without a table', (file: string) => withDatabase(file, (one) => one.exec('DROP TABLE content'))],
])('a file %s is set aside, said in the log, and begun again', async (_what, breakFile) => {
  const { history, file } = start();
  history.record(facts());
  await history.flush();
  history.close();
  breakFile(file);
  const again = start({ file });
  again.history.record(facts({ tool: 'afterwards' }));
  expect(await toolsOf(again.history)).toEqual(['afterwards']);
  expect(again.log).toEqual(['the history of calls could not be read: it was set aside, and a new one was begun']);
  expect(readdirSync(join(file, '..'))).toContain('history-damaged.sqlite');
});

function withDatabase(file: string, work: (database: ReturnType<typeof openHistoryFile>) => void): void {
  const database = openHistoryFile(file);
  work(database);
  database.close();
}

it('a file whose pages are overwritten while Keyfob runs stops neither recording nor reading', async () => {
  const { history, file, log } = start();
  for (let at = 0; at < 300; at += 1) history.record(facts(), () => ({ result: 'x'.repeat(3000) }));
  await history.flush();
  history.close();
  const bytes = readFileSync(file);
  bytes.fill(0x55, 3 * 4096);
  writeFileSync(file, bytes);
  const again = start({ file });
  again.history.record(facts({ tool: 'afterwards' }), () => ({ input: '{}' }));
  const tools = await toolsOf(again.history);
  expect(tools.filter((tool) => tool === 'afterwards').length).toBeLessThanOrEqual(1);
  again.history.record(facts({ tool: 'later' }));
  expect(await toolsOf(again.history)).toContain('later');
  expect([...log, ...again.log].length).toBeGreaterThan(0);
  truncateSync(file);
});

it('a history whose key the keyring has lost is set aside', async () => {
  const { history, file } = start();
  history.record(facts());
  await history.flush();
  history.close();
  const other = { ...wrappingKeyring, ...reversed };
  const again = start({ file, keyring: other });
  expect(await toolsOf(again.history)).toEqual([]);
  expect(again.log).toEqual(['the key of the history of calls is lost: it was set aside, and a new one was begun']);
});

const reversed = {
  wrap: async (plain: Uint8Array) => plain.toReversed(),
  unwrap: async (wrapped: Uint8Array) => wrapped.toReversed(),
};

it('a history without a keyring is in memory, and is written once the keyring answers', async () => {
  let isStored = false;
  const { history, file } = start({ isStored: () => isStored });
  history.record(facts({ tool: 'early' }), () => ({ input: '{"input":{}}' }));
  expect(await toolsOf(history)).toEqual(['early']);
  expect(existsSync(file)).toBe(false);
  isStored = true;
  await history.look();
  await history.use(({ place, calls }) => {
    expect(place).toBe('file');
    const [call] = calls.list('ann', {}, 10);
    expect(call && calls.open(call)).toEqual({ input: '{"input":{}}', result: undefined });
  });
});

it('a full history forgets the oldest calls', async () => {
  const { history, file } = start({ largest: 1_000_000 });
  for (let at = 0; at < 300; at += 1)
    history.record(facts({ tool: `tool ${at}`, startedAt: now + at }), () => ({ result: 'x'.repeat(10_000) }));
  const tools = await toolsOf(history);
  expect(tools[0]).toBe('tool 299');
  expect(tools.length).toBeLessThan(100);
  history.close();
  expect(statSync(file).size).toBeLessThanOrEqual(1_000_000);
});

it('content that throws while it is prepared costs the content, and not the call', async () => {
  const { history } = start();
  history.record(facts(), () => {
    throw new Error('cannot be read');
  });
  await history.use(({ calls }) => expect(calls.list('ann', {}, 10)).toMatchObject([{ hasContent: false }]));
});

it('a disk that refuses to write keeps the calls for the next try, and the history can still be read', async () => {
  const { history, log } = start();
  history.record(facts({ tool: 'before' }));
  await history.flush();
  await history.use(({ database }) => database.pragma('query_only = ON'));
  history.record(facts({ tool: 'meanwhile' }));
  expect(await toolsOf(history)).toEqual(['before']);
  expect(log).toEqual(['calls were not kept in the history']);
  await history.use(({ database }) => database.pragma('query_only = OFF'));
  expect(await toolsOf(history)).toEqual(['meanwhile', 'before']);
});

it('a process that is killed while it writes leaves whole calls alone, and nothing that is not sealed', async () => {
  const { file } = start();
  const writer = join(import.meta.dirname, 'writing-process.ts');
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(bytesOf(file).toString('latin1')).not.toContain('herons');
  const { history, log } = start({ file, now: Date.now });
  await history.use(({ calls }) => {
    const list = calls.list('ann', {}, 10_000);
    expect(list.length).toBeGreaterThan(0);
    for (const call of list) expect(calls.open(call).input).toBe('{"input":{"q":"herons"}}');
  });
  expect(log).toEqual([]);
});
