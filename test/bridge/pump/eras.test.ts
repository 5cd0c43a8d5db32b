import { Client, type Transport } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMcpServer, type McpServerOptions } from '../../fixtures/mcp-server.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { AgentSide, toolNames } from './agent-side.ts';
import { startOpenPump } from './open-server.ts';
import { RawResult, Stream, tool } from './scripted-agent-server.ts';
import { Pump } from './start-pump.ts';

const modern = '2026-07-28';
const subscription = 'io.modelcontextprotocol/subscriptionId';
const discover = 'server/discover';
const meta = (more: Record<string, unknown> = {}) => ({
  _meta: {
    'io.modelcontextprotocol/protocolVersion': modern,
    'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  },
  ...more,
});

/** A pump before the real server of the library, in these revisions. */
async function startReal(protocol: NonNullable<McpServerOptions['protocol']>) {
  const server = await startMcpServer({ testTools: true, protocol });
  onTestFinished(() => server.close());
  const kit = await startKeyfob();
  const id = kit.addServer(server.url);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  return { server, kit, id, pump: new Pump(kit, id) };
}

/** The library's own client at the end of a connection. */
async function libraryClient(pump: Pump, mode: 'auto' | 'legacy' = 'auto'): Promise<Client> {
  const agent = pump.connect(new AgentSide());
  const transport: Transport = {
    async start() {
      void (async () => {
        for (let read = 0; !agent.connection.signal.aborted;) {
          await agent.next(() => agent.lines.length > read);
          for (; read < agent.lines.length; read += 1) transport.onmessage?.(agent.messages[read] as never);
        }
      })().catch(() => transport.onclose?.());
    },
    send: async (message) => agent.write(JSON.stringify(message)),
    close: async () => agent.hangUp(),
  };
  const client = new Client({ name: 'library', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
}

describe('server/discover', () => {
  it('of a server of earlier revisions is refused at once, and a handshake on the same pipe works', async () => {
    const { pump, server } = await startOpenPump();
    pump.kit.context.earlierServers.add(server.url);
    const agent = pump.connect();
    const { error } = await agent.request(discover, meta());
    expect(error).toMatchObject({ code: -32_601 });
    expect(server.bodies()).toEqual([]);
    await agent.initialize();
    expect(await agent.tools()).toEqual(['one']);
  });

  it('of a server that is not known yet is asked once, and refused where the server does not know it', async () => {
    const { pump, server } = await startOpenPump();
    const agent = pump.connect();
    expect((await agent.request(discover, meta())).error).toMatchObject({ code: -32_601 });
    expect((await agent.request(discover, meta())).error).toMatchObject({ code: -32_601 });
    expect(server.bodies().map((body) => (JSON.parse(body) as { method: string }).method)).toEqual([discover]);
    await agent.initialize();
    expect(await agent.tools()).toEqual(['one']);
  });

  it('of a server that does not answer it is refused when the time for it is over', async () => {
    const { pump } = await startOpenPump({ [discover]: () => new Promise(() => undefined) }, { initializeWait: 10 });
    const agent = pump.connect();
    expect((await agent.request(discover, meta())).error).toMatchObject({ code: -32_601 });
    await agent.initialize();
    expect(await agent.tools()).toEqual(['one']);
  });

  it('of a program that may not use the server yet is refused without asking the server', async () => {
    const { pump, server } = await startOpenPump();
    pump.isAllowed = false;
    expect((await pump.connect().request(discover, meta())).error).toMatchObject({ code: -32_601 });
    expect(server.bodies()).toEqual([]);
  });

  it('of a server of 2026-07-28 that nothing is known of is the server’s own', async () => {
    const { pump } = await startReal(modern);
    const { result } = await pump.connect().request(discover, meta());
    expect(result).toMatchObject({ resultType: 'complete', supportedVersions: [modern] });
  });

  it('of a server that is known to be modern is the server’s own', async () => {
    const { pump } = await startReal(modern);
    const agent = pump.connect();
    await agent.request('tools/list', meta());
    const { result } = await agent.request(discover, meta());
    expect(result).toMatchObject({ resultType: 'complete', supportedVersions: [modern] });
  });

  it('of a program that may not use it yet is Keyfob’s own', async () => {
    const { pump } = await startReal(modern);
    await pump.connect().request('tools/list', meta());
    pump.isAllowed = false;
    const { result } = await pump.connect().request(discover, meta());
    expect(result).toMatchObject({
      resultType: 'complete',
      ttlMs: 0,
      cacheScope: 'private',
      supportedVersions: [modern],
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'Keyfob' } },
    });
  });
});

describe('a request of 2026-07-28 without a discover before it', () => {
  it('is served by a modern server: lists, calls, unknown methods', async () => {
    const { pump, server } = await startReal(modern);
    const agent = pump.connect();
    expect(toolNames(await agent.request('tools/list', meta()))).toContain('whoami');
    const called = await agent.request('tools/call', meta({ name: 'whoami', arguments: {} }));
    expect(called.result).toMatchObject({ resultType: 'complete', content: [{ type: 'text', text: 'nobody' }] });
    expect(server.calls.map(({ tool: name }) => name)).toEqual(['whoami']);
    expect((await agent.request('future/method', meta())).error).toMatchObject({ code: -32_601 });
  });

  it('gets the error of a server that speaks another revision as it is', async () => {
    const { pump } = await startReal('2025-11-25');
    const { error } = await pump.connect().request('tools/list', meta());
    expect(error?.code).toBeLessThanOrEqual(-32_000);
  });
});

describe('an agent with a handshake at a server of 2026-07-28 alone', () => {
  it('gets the server’s error that names the revisions, and a discover works from then on', async () => {
    const { pump } = await startReal(modern);
    const agent = pump.connect();
    const { error } = await agent.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'agent', version: '1' },
    });
    expect(error).toMatchObject({ code: -32_022, data: { supported: [modern] } });
    expect((await pump.connect().request(discover, meta())).result).toMatchObject({ supportedVersions: [modern] });
  });
});

describe('the library’s client', () => {
  it.each([
    ['auto', '2025-11-25'],
    ['auto', 'both'],
    ['legacy', 'both'],
  ] as const)('%s lists and calls at a server of %s', async (mode, protocol) => {
    const { pump } = await startReal(protocol);
    const client = await libraryClient(pump, mode);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('slow');
    const steps: number[] = [];
    const result = await client.callTool(
      { name: 'slow', arguments: { steps: 3, stepMilliseconds: 1 } },
      { onprogress: ({ progress }) => steps.push(progress) },
    );
    expect(result.content).toEqual([{ type: 'text', text: 'Done after 3 steps.' }]);
    expect(steps).toEqual([1, 2, 3]);
    expect((await client.callTool({ name: 'fails', arguments: {} })).isError).toBe(true);
  });

  it('speaks 2026-07-28 with a server that is known to', async () => {
    const { pump } = await startReal(modern);
    await pump.connect().request('tools/list', meta());
    const client = await libraryClient(pump);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('whoami');
    const result = await client.callTool({ name: 'whoami', arguments: {} });
    expect(result.content).toEqual([{ type: 'text', text: 'nobody' }]);
  });
});

describe('a list of 2026-07-28', () => {
  const list = (ttlMs: number) => () =>
    new RawResult(JSON.stringify({ tools: [tool('one')], ttlMs, cacheScope: 'private', resultType: 'complete' }));

  it('is kept as long as the server says, with the rest of its time', async () => {
    const { pump, server } = await startOpenPump({ 'tools/list': list(60_000) });
    await pump.connect().request('tools/list', meta());
    pump.kit.clock.ahead = 20_000;
    const { result } = await pump.connect().request('tools/list', meta());
    expect(result?.['ttlMs']).toBeLessThanOrEqual(40_000);
    expect(result?.['ttlMs']).toBeGreaterThan(0);
    expect(server.asked('tools/list')).toHaveLength(1);
    pump.kit.clock.ahead = 61_000;
    await pump.connect().request('tools/list', meta());
    expect(server.asked('tools/list')).toHaveLength(2);
  });

  it('that is too old is given where the server is down, and may not be kept', async () => {
    const { pump, server } = await startOpenPump({ 'tools/list': list(0) });
    const first = pump.connect();
    await first.request('tools/list', meta());
    await server.server.close();
    const { result } = await pump.connect().request('tools/list', meta());
    expect(result).toMatchObject({ tools: [{ name: 'one' }], ttlMs: 0 });
    const { error } = await pump.connect().request('tools/call', meta({ name: 'one' }));
    expect(error).toMatchObject({ code: -31_010 });
  });

  it('of a program that was not allowed yet has one tool, and its subscription is told of the real ones', async () => {
    const { pump } = await startOpenPump(
      { 'tools/list': list(0), 'subscriptions/listen': () => new Promise(() => undefined) },
      { decisionWait: 1 },
    );
    pump.isAllowed = false;
    const agent = pump.connect();
    agent.send({
      id: 'sub',
      method: 'subscriptions/listen',
      params: meta({ notifications: { toolsListChanged: true } }),
    });
    const id = { 'io.modelcontextprotocol/subscriptionId': 'sub' };
    expect((await agent.notification('notifications/subscriptions/acknowledged')).params).toEqual({
      notifications: { toolsListChanged: true },
      _meta: id,
    });
    const { result } = await agent.request('tools/list', meta());
    expect(result).toMatchObject({
      tools: [{ name: 'keyfob_access' }],
      resultType: 'complete',
      ttlMs: 0,
      cacheScope: 'private',
    });
    pump.decide('allowed');
    expect((await agent.notification('notifications/tools/list_changed')).params).toEqual({ _meta: id });
    expect((await agent.request('tools/list', meta())).result).toMatchObject({ tools: [{ name: 'one' }] });
  });

  it('that is Keyfob’s own is followed by a notification on a subscription that the server has', async () => {
    const { pump, server } = await startOpenPump(
      {
        'tools/list': () => new Promise(() => undefined),
        'subscriptions/listen': () =>
          new Stream((send) =>
            send({
              method: 'notifications/subscriptions/acknowledged',
              params: { notifications: { toolsListChanged: true }, _meta: { [subscription]: 'sub' } },
            }),
          ),
      },
      { listWait: 1 },
    );
    const agent = pump.connect();
    agent.send({
      id: 'sub',
      method: 'subscriptions/listen',
      params: meta({ notifications: { toolsListChanged: true } }),
    });
    await agent.notification('notifications/subscriptions/acknowledged');
    expect(toolNames(await agent.request('tools/list', meta()))).toEqual(['keyfob_status']);
    server.methods['tools/list'] = list(0);
    const called = await agent.request('tools/call', meta({ name: 'keyfob_status' }));
    expect(called.result).not.toHaveProperty('isError');
    expect((await agent.notification('notifications/tools/list_changed')).params).toEqual({
      _meta: { [subscription]: 'sub' },
    });
  });

  it('has no tool whose x-mcp-header is invalid', async () => {
    const invalid = tool('bad', {
      inputSchema: { type: 'object', properties: { a: { type: 'object', 'x-mcp-header': 'a b' } } },
    });
    const { pump } = await startOpenPump({
      'tools/list': () => ({ tools: [invalid, tool('good')], ttlMs: 0, cacheScope: 'private', resultType: 'complete' }),
    });
    expect(toolNames(await pump.connect().request('tools/list', meta()))).toEqual(['good']);
  });
});

it('a cancellation of 2026-07-28 ends the request, and nothing else is sent to the server', async () => {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const { pump, server } = await startOpenPump({
    'tools/list': () => ({ tools: [tool('one')], ttlMs: 0, cacheScope: 'private', resultType: 'complete' }),
  });
  const serve = server.server.routes['/mcp'];
  server.server.routes['/mcp'] = (asked) => {
    if (!asked.body.includes('"tools/call"')) return serve?.(asked) ?? { status: 404 };
    return (response) => {
      response.on('close', () => ended.resolve());
      begun.resolve();
    };
  };
  const agent = pump.connect();
  agent.send({ id: 'c', method: 'tools/call', params: meta({ name: 'one' }) });
  await begun.promise;
  agent.send({ method: 'notifications/cancelled', params: { requestId: 'c' } });
  await ended.promise;
  await agent.request('tools/list', meta());
  expect(server.bodies().some((body) => body.includes('cancelled'))).toBe(false);
  expect(agent.messages.some(({ id }) => id === 'c')).toBe(false);
});
