import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { textOf } from './agent-side.ts';
import { listMethods } from './list-methods.ts';
import { startOpenPump } from './open-server.ts';
import { RawResult, RpcError, tool, type ScriptedMcp } from './scripted-agent-server.ts';
import { Pump } from './start-pump.ts';

const changed = 'notifications/tools/list_changed';

/** Resolves when all that runs by itself has come to rest. */
async function rest(): Promise<void> {
  for (let turns = 0; turns < 100; turns += 1) await turn();
}

/** The server answers no handshake until this resolves. */
function hold(server: ScriptedMcp): PromiseWithResolvers<void> {
  const held = Promise.withResolvers<void>();
  const { initialize } = server.methods;
  server.methods['initialize'] = async (params, id) => {
    await held.promise;
    return initialize?.(params, id);
  };
  return held;
}

describe('the first connection of a client', () => {
  it('gets the server’s own answer to initialize, with listChanged as the only change', async () => {
    const { pump } = await startOpenPump({
      initialize: () =>
        new RawResult(
          '{"protocolVersion":"2025-11-25","capabilities":{"tools":{},"resources":{"subscribe":true},"new":9007199254740993},' +
            '"serverInfo":{"name":"s","version":"1"},"instructions":"Ask twice."}',
        ),
    });
    const agent = pump.connect();
    await agent.initialize();
    expect(agent.lines[0]).toBe(
      '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true},' +
        '"resources":{"subscribe":true,"listChanged":true},"new":9007199254740993},' +
        '"serverInfo":{"name":"s","version":"1"},"instructions":"Ask twice."}}',
    );
  });

  it('gets an answer of Keyfob’s own where the server is slow, before the server has answered', async () => {
    const held = Promise.withResolvers<void>();
    const { pump } = await startOpenPump(
      {
        initialize: async ({ protocolVersion }) => {
          await held.promise;
          return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' } };
        },
      },
      { initializeWait: 1 },
    );
    const agent = pump.connect();
    const { result } = await agent.initialize({ version: '2025-06-18' });
    expect(result).toEqual({
      protocolVersion: '2025-06-18',
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true },
        completions: {},
        logging: {},
      },
      serverInfo: { name: 'Keyfob', version: '1.0.0' },
    });
    held.resolve();
    expect(await agent.tools()).toEqual(['one']);
    // What was promised and is not there is empty, and no error.
    expect((await agent.request('prompts/list')).result).toEqual({ prompts: [] });
    expect((await agent.request('completion/complete', {})).result).toEqual({ completion: { values: [] } });
    expect((await agent.request('logging/setLevel', { level: 'info' })).result).toEqual({});
  });

  it.each([
    ['2025-11-25', '2025-11-25'],
    ['2025-06-18', '2025-06-18'],
    ['2024-11-05', '2024-11-05'],
    ['2026-07-28', '2025-11-25'],
    ['2025-07-01', '2025-06-18'],
    ['nonsense', '2025-11-25'],
  ])('that asks for %s is answered %s where the server is not there', async (version, answered) => {
    const { pump } = await startOpenPump();
    pump.isAllowed = false;
    const { result } = await pump.connect().initialize({ version });
    expect(result).toMatchObject({ protocolVersion: answered });
  });

  it('never gets a revision above the one that it asked for', async () => {
    const { pump } = await startOpenPump({
      initialize: () => ({ protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: {} }),
    });
    for (const agent of [pump.connect(), pump.connect()]) {
      const { result } = await agent.initialize({ version: '2025-06-18' });
      expect(result).toMatchObject({ protocolVersion: '2025-06-18' });
    }
  });

  it('gets all pages of a list as one, and asks for no cursor', async () => {
    const { pump, server } = await startOpenPump({
      'tools/list': ({ cursor }) =>
        cursor === undefined
          ? new RawResult(
              '{"tools":[{"name":"a","inputSchema":{"type":"object","x":9007199254740993}}],"nextCursor":"2","_meta":{"k":1}}',
            )
          : { tools: [tool('b')] },
    });
    const agent = pump.connect();
    await agent.initialize();
    await agent.request('tools/list');
    expect(agent.lines.at(-1)).toBe(
      '{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"a","inputSchema":{"type":"object","x":9007199254740993}},' +
        '{"name":"b","inputSchema":{"type":"object"}}],"_meta":{"k":1}}}',
    );
    expect(server.asked('tools/list')).toEqual([{}, { cursor: '2' }]);
  });

  it('that asks for a page gets the server’s page', async () => {
    const { pump } = await startOpenPump({ 'tools/list': ({ cursor }) => ({ tools: [], page: cursor ?? 'first' }) });
    const agent = pump.connect();
    await agent.initialize();
    expect((await agent.request('tools/list', { cursor: 'x' })).result).toEqual({ tools: [], page: 'x' });
  });
});

describe('the next connection of a client', () => {
  it('gets initialize and lists from the cache, before the server has answered anything', async () => {
    const { pump, server } = await startOpenPump();
    const first = pump.connect();
    await first.initialize();
    await first.tools();
    const held = hold(server);
    const second = pump.connect();
    expect((await second.initialize()).result).toMatchObject({ serverInfo: { name: 'scripted' } });
    expect(await second.tools()).toEqual(['one']);
    held.resolve();
  });

  it('gets them after a restart of Keyfob too, and they lie sealed in the database', async () => {
    const { pump, server } = await startOpenPump({ 'tools/list': () => ({ tools: [tool('canary-name')] }) });
    const first = pump.connect();
    await first.initialize();
    await first.tools();
    const again = new Pump(pump.kit, pump.serverId);
    const held = hold(server);
    const second = again.connect();
    await second.initialize();
    expect(await second.tools()).toEqual(['canary-name']);
    held.resolve();
    for (const end of ['', '-wal'])
      expect(readFileSync(`${pump.kit.folder}/keyfob.sqlite${end}`).includes('canary-name')).toBe(false);
  });

  it('that only probes opens nothing at the server', async () => {
    const { pump, server } = await startOpenPump({}, { openAfter: 1 });
    const first = pump.connect();
    await first.initialize();
    await first.tools();
    // Shows which revisions the server has: this is asked once.
    await first.request('server/discover', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } });
    const before = server.bodies().length;
    const probe = pump.connect();
    await probe.request('server/discover', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } });
    await probe.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'agent', version: '1' },
    });
    await probe.request('ping');
    expect((await probe.request('logging/setLevel', { level: 'debug' })).result).toEqual({});
    probe.hangUp();
    await probe.served;
    await rest();
    expect(server.bodies()).toHaveLength(before);
  });

  it('that stays opens the server after its initialized notification, and replays the level that was set', async () => {
    const { pump, server } = await startOpenPump({ 'logging/setLevel': () => ({}) }, { openAfter: 1 });
    const first = pump.connect();
    await first.initialize();
    await first.tools();
    first.hangUp();
    await first.served;
    const before = server.asked('initialize').length;
    const agent = pump.connect();
    await agent.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'agent' },
    });
    await agent.request('logging/setLevel', { level: 'error' });
    agent.send({ method: 'notifications/initialized' });
    while (server.asked('logging/setLevel').length === 0) await turn();
    expect(server.asked('initialize')).toHaveLength(before + 1);
    expect(server.asked('logging/setLevel')).toEqual([{ level: 'error' }]);
  });

  it('is told once of a list that differs by now, after its first list, and gets the new one', async () => {
    const { pump, server } = await startOpenPump();
    const first = pump.connect();
    await first.initialize();
    await first.tools();
    first.hangUp();
    await first.served;
    server.methods['tools/list'] = () => ({ tools: [tool('one'), tool('two')] });
    const second = pump.connect();
    await second.initialize();
    await rest();
    expect(second.count(changed)).toBe(0);
    expect(await second.tools()).toEqual(['one']);
    await second.notification(changed);
    expect(await second.tools()).toEqual(['one', 'two']);
    await rest();
    expect(second.count(changed)).toBe(1);
  });

  it('verifies an entry at most once a minute', async () => {
    const { pump, server } = await startOpenPump();
    const connect = async () => {
      const agent = pump.connect();
      await agent.initialize();
      await agent.tools();
      await rest();
      agent.hangUp();
      await agent.served;
      return server.asked('tools/list').length;
    };
    // The first is answered by the server; the second is the first that may verify.
    const counts = [await connect(), await connect(), await connect()];
    pump.kit.clock.ahead = 61_000;
    counts.push(await connect());
    expect(counts).toEqual([1, 2, 2, 3]);
  });
});

describe('the lists of two clients', () => {
  it('with other capabilities or revisions are never mixed up', async () => {
    const seen: Record<string, unknown> = {};
    const { pump, server } = await startOpenPump({
      initialize: ({ protocolVersion, capabilities }) => {
        seen['last'] = JSON.stringify([protocolVersion, capabilities]);
        return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' } };
      },
      'tools/list': () => ({ tools: [tool(String(seen['last']))] }),
    });
    const clients = [
      { version: '2025-11-25', capabilities: {} },
      { version: '2025-11-25', capabilities: { roots: {} } },
      { version: '2025-06-18', capabilities: {} },
    ];
    const listed = async (client: (typeof clients)[number]) => {
      const agent = pump.connect();
      const { result } = await agent.initialize(client);
      const tools = await agent.tools();
      agent.hangUp();
      await agent.served;
      return [result?.['protocolVersion'], tools];
    };
    const expected = clients.map(({ version, capabilities }) => [version, [JSON.stringify([version, capabilities])]]);
    for (const [index, client] of clients.entries()) expect(await listed(client)).toEqual(expected[index]);
    const held = hold(server);
    const answered = clients.map(async (client) => {
      const agent = pump.connect();
      const { result } = await agent.initialize(client);
      return [result?.['protocolVersion'], await agent.tools()];
    });
    expect(await Promise.all(answered)).toEqual(expected);
    held.resolve();
  });
});

describe('a server’s own list_changed', () => {
  it('is passed on once the agent has listed, and its next list comes from the server', async () => {
    const { pump, server } = await startOpenPump();
    const agent = pump.connect();
    await agent.initialize();
    await agent.tools();
    await server.listening();
    server.methods['tools/list'] = () => ({ tools: [tool('new')] });
    server.tell({ method: changed });
    await agent.notification(changed);
    expect(await agent.tools()).toEqual(['new']);
    await rest();
    expect(agent.count(changed)).toBe(1);
  });
});

describe('a session that the server forgot', () => {
  it('is opened once more: the call succeeds once, and the agent is told that its lists may have changed', async () => {
    const { pump, server } = await startOpenPump();
    const agent = pump.connect();
    await agent.initialize();
    await agent.tools();
    const serve = server.server.routes['/mcp'];
    let isForgotten = true;
    server.server.routes['/mcp'] = (asked) => {
      if (!isForgotten || !asked.body.includes('"tools/call"')) return serve?.(asked) ?? { status: 404, body: '' };
      isForgotten = false;
      return { status: 404, body: '' };
    };
    expect(textOf(await agent.call('one'))).toBe('did one');
    await agent.notification(changed);
    expect(server.asked('initialize')).toHaveLength(2);
    // The first was refused before it could run.
    expect(server.asked('tools/call')).toHaveLength(2);
  });
});

describe('a list after a call', () => {
  it('is the session’s own, and does not become that of others', async () => {
    let called = false;
    const { pump } = await startOpenPump({
      'tools/call': () => {
        called = true;
        return { content: [] };
      },
      'tools/list': () => ({ tools: [tool(called ? 'unlocked' : 'locked')] }),
    });
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(['locked']);
    await agent.call('locked');
    expect(await agent.tools()).toEqual(['unlocked']);
    const other = pump.connect();
    await other.initialize();
    expect(await other.tools()).toEqual(['locked']);
  });
});

describe('a list', () => {
  it.each(listMethods)('of a server that has none of it is empty, and no error: %s', async (method, member) => {
    const { pump } = await startOpenPump({
      initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: {} }),
    });
    const agent = pump.connect();
    await agent.initialize();
    expect((await agent.request(method)).result).toEqual({ [member]: [] });
  });

  it.each([
    ['lists nothing at all', () => ({})],
    ['lists null', () => new RawResult('null')],
    ['lists something else', () => ({ tools: 'none' })],
    ['does not know the method', () => undefined],
  ])('of a server that %s is empty', async (_what, list) => {
    const { pump } = await startOpenPump({ 'tools/list': list });
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual([]);
  });

  it('of a server that fails to list has one tool that says so, and the real ones follow', async () => {
    const { pump, server } = await startOpenPump({ 'tools/list': () => new RpcError(-32_603) });
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(['keyfob_status']);
    expect((await agent.call('keyfob_status')).result).toMatchObject({ isError: true });
    server.methods['tools/list'] = () => ({ tools: [tool('one')] });
    const answer = await agent.call('keyfob_status');
    expect(answer.result).not.toHaveProperty('isError');
    await agent.notification(changed);
    expect(await agent.tools()).toEqual(['one']);
  });

  it('of a server that is slow has one tool that says so, and the real ones follow', async () => {
    const held = Promise.withResolvers<void>();
    const { pump } = await startOpenPump(
      {
        'tools/list': async () => {
          await held.promise;
          return { tools: [tool('one')] };
        },
      },
      { listWait: 1 },
    );
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(['keyfob_status']);
    held.resolve();
    await agent.notification(changed);
    expect(await agent.tools()).toEqual(['one']);
  });
});

describe('a server that is down', () => {
  it('has its lists from the cache, and calls name host and cause', async () => {
    const { pump, server } = await startOpenPump();
    const first = pump.connect();
    await first.initialize();
    await first.tools();
    first.hangUp();
    await first.served;
    await server.server.close();
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(['one']);
    const { error } = await agent.call('one');
    // By a connection that was open before, or by a new one.
    const code = expect.stringMatching(/^connection_(?:refused|failed)$/) as unknown;
    expect(error).toMatchObject({ code: -31_010, data: { host: server.server.host, code } });
    expect(error?.message).toMatch(
      new RegExp(`${server.server.host} cannot be reached: (?:it refuses connections|the connection broke)`),
    );
    // The next call does not wait for the network: the server has its pause, as in the window.
    expect((await agent.call('one')).error).toMatchObject({ code: -31_010 });
    expect(pump.kit.view(pump.serverId).status).toMatchObject({ state: 'unreachable' });
  });

  it('without a cache has one tool that says what is the matter', async () => {
    const { pump, server } = await startOpenPump();
    await server.server.close();
    const agent = pump.connect();
    expect((await agent.initialize()).result).toMatchObject({ serverInfo: { name: 'Keyfob' } });
    expect(await agent.tools()).toEqual(['keyfob_status']);
    expect((await agent.request('prompts/list')).result).toEqual({ prompts: [] });
    // Another call does not help, but by the tool that the agent has.
    expect((await agent.call('one')).error?.message).toMatch(/the tool keyfob_status tries again at once\.$/);
    expect(textOf(await agent.call('keyfob_status'))).toMatch(/try again later\.$/);
  });
});
