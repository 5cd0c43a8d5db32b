import { describe, expect, it, onTestFinished } from 'vitest';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { textOf, toolNames } from './agent-side.ts';
import { startOpenPump } from './open-server.ts';
import { RpcError, tool } from './scripted-agent-server.ts';
import { Pump } from './start-pump.ts';

const changed = 'notifications/tools/list_changed';
const three = { 'tools/list': () => ({ tools: [tool('read'), tool('write'), tool('spy')] }) };

const modern = (more: Record<string, unknown> = {}) => ({
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  },
  ...more,
});

/** A server without a name of its own is called by its host. */
const withoutPort = (text: string) => text.replace(/:\d+/, '');

async function startReal(protocol: string) {
  const server = await startMcpServer({ testTools: true, protocol: protocol as '2025-11-25' | '2026-07-28' });
  onTestFinished(() => server.close());
  const kit = await startKeyfob();
  const id = kit.addServer(server.url);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  return { server, pump: new Pump(kit, id) };
}

describe('a list of tools', () => {
  it('leaves out those that the program may not call and those that wait, and shows those that are asked about', async () => {
    const { pump } = await startOpenPump(three);
    Object.assign(pump.uses, { read: 'ask', write: 'refused', spy: 'waits' });
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(['read']);
    expect(pump.seen.at(-1)).toMatchObject({
      tools: [{ name: 'read' }, { name: 'write' }, { name: 'spy' }],
      isLast: true,
    });
  });

  it('from the cache is filtered by what is allowed now, not by what was allowed then', async () => {
    const { pump } = await startOpenPump(three);
    const first = pump.connect();
    await first.initialize();
    expect(await first.tools()).toEqual(['read', 'write', 'spy']);
    first.hangUp();
    await first.served;
    pump.uses['write'] = 'refused';
    const second = pump.connect();
    await second.initialize();
    expect(await second.tools()).toEqual(['read', 'spy']);
  });

  it('of which the agent asks a page is filtered as well', async () => {
    const { pump } = await startOpenPump({
      'tools/list': ({ cursor }) =>
        cursor ? { tools: [tool('write'), tool('spy')] } : { tools: [tool('read')], nextCursor: 'two' },
    });
    pump.uses['spy'] = 'waits';
    const agent = pump.connect();
    await agent.initialize();
    expect(toolNames(await agent.request('tools/list', { cursor: 'two' }))).toEqual(['write']);
    expect(pump.seen).toContainEqual({ tools: [tool('write'), tool('spy')], isLast: false });
  });

  it('that changes because of the user is told to a connected agent, which gets the new one', async () => {
    const { pump } = await startOpenPump(three);
    pump.uses['write'] = 'waits';
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(['read', 'spy']);
    pump.uses['write'] = 'allowed';
    for (const listener of pump.toolListeners) listener();
    await agent.notification(changed);
    expect(await agent.tools()).toEqual(['read', 'write', 'spy']);
  });

  it('of 2026-07-28 is filtered, fresh and from the cache', async () => {
    const { pump } = await startReal('2026-07-28');
    const agent = pump.connect();
    const all = toolNames(await agent.request('tools/list', modern()));
    expect(all).toContain('whoami');
    pump.uses['whoami'] = 'refused';
    expect(toolNames(await agent.request('tools/list', modern()))).toEqual(all.filter((name) => name !== 'whoami'));
    const other = pump.connect();
    expect(toolNames(await other.request('tools/list', modern()))).toEqual(all.filter((name) => name !== 'whoami'));
  });
});

describe('a call of a tool', () => {
  it('that the program may not use is not made, and says who can change it', async () => {
    const { pump, server } = await startOpenPump(three);
    pump.uses['write'] = 'refused';
    const agent = pump.connect();
    await agent.initialize();
    const answer = await agent.call('write');
    expect([answer.result?.['isError'], withoutPort(textOf(answer))]).toEqual([
      true,
      'Nothing was done, because you have not allowed this program to use write of 127.0.0.1. ' +
        'To change that, choose its tools under Programs in Keyfob.',
    ]);
    expect(server.asked('tools/call')).toEqual([]);
  });

  it('that waits for the user’s look is not made, and says so', async () => {
    const { pump, server } = await startOpenPump(three);
    pump.uses['spy'] = 'waits';
    const agent = pump.connect();
    await agent.initialize();
    const answer = await agent.call('spy');
    expect([answer.result?.['isError'], withoutPort(textOf(answer))]).toEqual([
      true,
      'Nothing was done, because spy of 127.0.0.1 is new or has changed since you looked at it. ' +
        'Look at the change in Keyfob, then try again.',
    ]);
    expect(server.asked('tools/call')).toEqual([]);
  });

  it('that is asked about waits for the answer, which sees its arguments, and is made once', async () => {
    const { pump, server } = await startOpenPump(three);
    pump.uses['write'] = 'ask';
    const agent = pump.connect();
    await agent.initialize();
    expect(textOf(await agent.call('write', { path: '/etc/passwd' }))).toBe('did write');
    expect(pump.askedCalls).toEqual([{ tool: 'write', input: '{"path":"/etc/passwd"}' }]);
    expect(server.asked('tools/call')).toEqual([{ name: 'write', arguments: { path: '/etc/passwd' } }]);
  });

  it.for([
    ['not_now', 'Nothing was done, because you have not allowed this call of write.'],
    [
      'no_window',
      'Nothing was done, because Keyfob has to ask you about each call of write and cannot open a window here. ' +
        'Allow the tool under Programs in Keyfob on the desktop of this computer, then try again.',
    ],
  ] as const)('that is asked about is not made where the answer is %s', async ([decision, words]) => {
    const { pump, server } = await startOpenPump(three);
    pump.uses['write'] = 'ask';
    pump.callDecision = decision;
    const agent = pump.connect();
    await agent.initialize();
    expect(textOf(await agent.call('write'))).toBe(words);
    expect(server.asked('tools/call')).toEqual([]);
  });

  it.for(['2025-11-25', '2026-07-28'])(
    'of %s of which nothing is known yet has the server list its tools first, which may spare the question',
    async (version) => {
      const { pump, server } = await startReal(version);
      pump.uses['whoami'] = 'unlisted';
      const { seeTools } = pump.parts.access;
      pump.parts.access.seeTools = (slot, tools, isLast) => {
        seeTools(slot, tools, isLast);
        pump.uses['whoami'] = 'allowed';
      };
      const agent = pump.connect();
      if (version === '2025-11-25') await agent.initialize();
      const params = version === '2025-11-25' ? { name: 'whoami' } : modern({ name: 'whoami', arguments: {} });
      expect(textOf(await agent.request('tools/call', params))).toBe('nobody');
      expect(pump.seen.map(({ isLast }) => isLast)).toContain(true);
      expect([pump.askedCalls, server.calls]).toEqual([[], [expect.objectContaining({ tool: 'whoami' })]]);
    },
  );

  it('of which nothing is known is asked about where the server fails to list', async () => {
    const { pump } = await startOpenPump({ 'tools/list': () => new RpcError(-32_603) });
    pump.uses['write'] = 'unlisted';
    const agent = pump.connect();
    await agent.initialize();
    expect(textOf(await agent.call('write'))).toBe('did write');
    expect(pump.askedCalls).toEqual([{ tool: 'write', input: '{}' }]);
  });

  it('that is asked about and cancelled withdraws the question, and is not made', async () => {
    const { pump, server } = await startOpenPump(three);
    pump.uses['write'] = 'ask';
    const withdrawn = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    pump.parts.access.askCall = (_caller, _slot, _call, signal) =>
      new Promise((_resolve, reject) => {
        asked.resolve();
        signal.addEventListener('abort', () => {
          withdrawn.resolve();
          reject(signal.reason as Error);
        });
      });
    const agent = pump.connect();
    await agent.initialize();
    agent.send({ id: 'c', method: 'tools/call', params: { name: 'write', arguments: {} } });
    await asked.promise;
    agent.send({ method: 'notifications/cancelled', params: { requestId: 'c' } });
    await withdrawn.promise;
    expect(textOf(await agent.call('read'))).toBe('did read');
    expect(server.asked('tools/call')).toEqual([{ name: 'read', arguments: {} }]);
  });

  it('of 2026-07-28 that may not be used is not made', async () => {
    const { pump, server } = await startReal('2026-07-28');
    pump.uses['whoami'] = 'refused';
    const agent = pump.connect();
    const answer = await agent.request('tools/call', modern({ name: 'whoami', arguments: {} }));
    expect([answer.result?.['isError'], answer.result?.['resultType']]).toEqual([true, 'complete']);
    expect(server.calls).toEqual([]);
  });
});
