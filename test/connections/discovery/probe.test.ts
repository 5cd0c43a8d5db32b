import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { probe } from '../../../src-main/connections/discovery/probe.ts';
import { createOutbound } from '../../../src-main/http/guarded-fetch.ts';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { html, json, scriptedServer, type Reply } from '../../support/scripted-server.ts';

async function ask(reply: Reply) {
  const server = await scriptedServer({ '/mcp': reply });
  return { server, probed: probe(new URL('/mcp', server.origin), createOutbound('loopback').session) };
}

const result = { jsonrpc: '2.0', id: 0, result: { protocolVersion: '2025-11-25', capabilities: {} } };

describe('the first request to a server', () => {
  it('is what the newest revision asks first, without a token', async () => {
    const { server, probed } = await ask(json(result));
    expect(await probed).toEqual({ status: 200, requiresSignIn: false });
    expect(server.requests).toMatchObject([
      { method: 'POST', headers: { accept: 'application/json, text/event-stream' } },
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ jsonrpc: '2.0', method: 'server/discover' });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    [undefined, {}],
    ['Basic realm="x"', { basic: true }],
    ['Bearer', { challenge: {} }],
    ['Basic realm="x", Bearer scope="read"', { challenge: { scope: 'read' } }],
  ])('answered with 401 and the challenge %j needs a sign-in', async (header, said) => {
    const { probed } = await ask(() => ({
      status: 401,
      headers: header === undefined ? {} : { 'www-authenticate': header },
      body: '',
    }));
    expect(await probed).toEqual({ status: 401, requiresSignIn: true, ...said });
  });

  it.each<[string, Reply]>([
    ['a result', json(result)],
    ['an error in JSON-RPC', json({ jsonrpc: '2.0', id: 0, error: { code: -32600, message: 'no' } }, 400)],
    [
      'a stream',
      () => (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {}\n\n'),
    ],
  ])('answered with %s needs no sign-in', async (_words, reply) => {
    const { probed } = await ask(reply);
    expect(await probed).toMatchObject({ requiresSignIn: false });
  });

  it('closes the session that was opened only to ask', async () => {
    const { server, probed } = await ask(json(result, 200, { 'mcp-session-id': 'session-1' }));
    await probed;
    await expect
      .poll(() => server.requests.at(-1))
      .toMatchObject({ method: 'DELETE', headers: { 'mcp-session-id': 'session-1' } });
  });

  it.each<[string, Reply]>([
    ['a page', html()],
    ['other JSON', json({ hello: 'world' })],
    ['a list', json([result])],
    ['null', json(null)],
    ['404', html(404)],
    ['403', html(403)],
    ['405', () => ({ status: 405, body: '' })],
    ['nothing', () => ({ status: 200, body: '' })],
    ['broken JSON', () => ({ headers: { 'content-type': 'application/json' }, body: '{' })],
    ['a stream with 404', () => ({ status: 404, headers: { 'content-type': 'text/event-stream' }, body: '' })],
  ])('answered with %s did not reach an MCP server', async (_words, reply) => {
    const { server, probed } = await ask(reply);
    await expect(probed).rejects.toEqual(fault('not_an_mcp_server', { host: server.host }));
  });

  it.each([500, 502, 503])('answered with %i reports that the server fails', async (status) => {
    const { probed } = await ask(json(result, status));
    await expect(probed).rejects.toEqual(fault('server_error', { status }));
  });

  it('answered with a redirect is not repeated elsewhere', async () => {
    const { probed } = await ask(() => ({ status: 301, headers: { location: '/other' }, body: '' }));
    await expect(probed).rejects.toEqual(fault('redirect_refused'));
  });

  it.each(['both', '2025-11-25', '2026-07-28'] as const)('is understood by a real server of %s', async (protocol) => {
    const server = await startMcpServer({ protocol });
    try {
      const answer = await probe(new URL(server.url), createOutbound('loopback').session);
      expect(answer).toEqual({
        status: 200,
        requiresSignIn: false,
        ...(protocol !== '2025-11-25' && { name: 'Sample server' }),
        ...(protocol === '2025-11-25' && { earlier: true }),
      });
    } finally {
      await server.close();
    }
  });
});

describe('an address without a server', () => {
  it.each<[string, Reply, string, string]>([
    ['but a page', html(), 'not_an_mcp_server', 'signed_out'],
    ['but a broken one', html(500), 'server_error', 'signed_out'],
    ['that closes the connection', () => 'close', 'connection_failed', 'unreachable'],
  ])('%s fails at the first step', async (_words, reply, code, state) => {
    const server = await scriptedServer({ '/mcp': reply });
    const kit = await startKeyfob();
    const id = kit.addServer(`${server.origin}/mcp`);
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({ code });
    const view = kit.view(id);
    expect(view.status.state).toBe(state);
    expect(view.lastAttempt).toMatchObject({ steps: [{ name: 'probe', state: 'failed' }], error: { code } });
    expect(kit.completed()).toEqual([code]);
  });

  it('that asks for a sign-in and names no authorization server is reported as such', async () => {
    const server = await scriptedServer({ '/mcp': () => ({ status: 401, body: '' }) });
    const kit = await startKeyfob();
    const id = kit.addServer(`${server.origin}/mcp`);
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(
      fault('resource_metadata_missing', { host: server.host }),
    );
  });
});
