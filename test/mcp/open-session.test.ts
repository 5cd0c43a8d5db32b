import { describe, expect, it, onTestFinished } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { openSession } from '../../src-main/mcp/open-session.ts';
import { startMcpServer, type McpServerOptions } from '../fixtures/mcp-server.ts';
import { json, scriptedServer, type Asked, type Reply } from '../support/scripted-server.ts';

const { session } = createOutbound('loopback');

/** The session, and the methods that the server was asked for. */
async function open(protocol: McpServerOptions['protocol'] & string, earlier = false) {
  const server = await startMcpServer({ protocol });
  onTestFinished(() => server.close());
  const asked: string[] = [];
  const client = await openSession(
    new URL(server.url),
    (url, init) => {
      if (typeof init?.body === 'string') asked.push((JSON.parse(init.body) as { method: string }).method);
      return session(url, init);
    },
    { version: '1.0.0', earlier },
  );
  onTestFinished(() => client.close());
  return { client, asked };
}

describe('a session', () => {
  it.each(['both', '2026-07-28'] as const)('with a server of %s opens with the list of its tools', async (protocol) => {
    const { client, asked } = await open(protocol);
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect((await client.listTools()).tools).toHaveLength(3);
    await client.callTool({ name: 'convert_units', arguments: { value: 1, from: 'kilometres', to: 'metres' } });
    expect(asked).toEqual(['tools/list', 'tools/call']);
  });

  it('lists the tools again for each caller that requests it', async () => {
    const { client, asked } = await open('both');
    const first = await client.listTools();
    expect(await client.listTools()).toEqual(first);
    expect(asked).toEqual(['tools/list', 'tools/list']);
  });

  it('with a server of an earlier revision begins with its handshake, without another request', async () => {
    const { client, asked } = await open('2025-11-25');
    expect((await client.listTools()).tools).toHaveLength(3);
    expect(asked).toEqual(['tools/list', 'initialize', 'notifications/initialized', 'tools/list']);
  });

  it('with a server that is known for an earlier revision begins with the handshake at once', async () => {
    const { client, asked } = await open('2025-11-25', true);
    expect((await client.listTools()).tools).toHaveLength(3);
    expect(asked).toEqual(['initialize', 'notifications/initialized', 'tools/list']);
  });

  it('with a server that supports the newest revision since then finds that out', async () => {
    const { client } = await open('2026-07-28', true);
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect((await client.listTools()).tools).toHaveLength(3);
  });
});

/** The result of opening a session with a server that answers every request in this way. */
async function openWith(reply: Reply) {
  const server = await scriptedServer({ '/mcp': reply });
  const opening = openSession(new URL('/mcp', server.origin), session, { version: '1.0.0' });
  const outcome = await opening.then(
    (client) => client,
    (error: unknown) => error,
  );
  return { outcome, asked: server.requests.map(methodOf) };
}

const methodOf = ({ body }: Asked) => (JSON.parse(body) as { method: string }).method;

describe('the opening of a session', () => {
  it('with a server of the newest revision that has no tools requests its capabilities', async () => {
    const { outcome, asked } = await openWith((one) => {
      const { id, method } = JSON.parse(one.body) as { id: string | number; method: string };
      const result = {
        resultType: 'complete',
        supportedVersions: ['2026-07-28'],
        capabilities: { prompts: {} },
        ttlMs: 0,
        cacheScope: 'private',
      };
      return method === 'server/discover'
        ? { json: { jsonrpc: '2.0', id, result } }
        : { status: 404, json: { jsonrpc: '2.0', id, error: { code: -32601, message: 'no such method' } } };
    });
    expect(outcome).toHaveProperty('listTools');
    expect(asked).toEqual(['tools/list', 'initialize', 'server/discover']);
  });

  it.each<[string, Reply]>([
    ['fails', json({}, 503)],
    ['wants more access', json({}, 403)],
    ['says nothing that can be read', () => ({ headers: { 'content-type': 'text/html' }, body: '<p>Hello' })],
    ['hangs up', () => 'close'],
  ])('makes one request where the server %s', async (_words, reply) => {
    const { outcome, asked } = await openWith(reply);
    expect(outcome).toBeInstanceOf(Error);
    expect(asked).toEqual(['tools/list']);
  });
});
