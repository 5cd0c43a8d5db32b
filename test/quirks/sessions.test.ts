import { describe, expect, it } from 'vitest';
import type { Answer, Asked } from '../support/open-scripted-server.ts';
import { oddSite, rpcMethod } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser, type User } from './user.ts';

type Site = Awaited<ReturnType<typeof oddSite>>;

const said = (result: unknown) => expect(result).toMatchObject({ content: [{ text: 'You said hello' }] });
const hello = (user: User) => user.call('echo', { text: 'hello' });
const rpcError = (message: string, id: unknown = null, code = -32_000) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});
const idOf = ({ body }: Asked) => (body === '' ? undefined : (JSON.parse(body) as { id?: unknown }).id);

/** Refuses requests in sessions that it does not know, before it looks for anything else. */
function refuseUnknown(site: Site, refuse: (asked: Asked) => Answer): void {
  const { '/mcp': mcp } = site.routes;
  site.routes['/mcp'] = (asked) => {
    const session = asked.headers['mcp-session-id'];
    if (asked.method === 'POST' && session !== undefined && !site.sessions.has(String(session))) return refuse(asked);
    return mcp!(asked);
  };
}

/** The methods of requests since the last restart. */
const asked = (site: Site) => site.to('/mcp').flatMap((one) => rpcMethod(one) ?? []);

function restart(site: Site): void {
  site.sessions.clear();
  site.requests.length = 0;
}

const refusals: [what: string, source: string, refuse: (asked: Asked) => Answer][] = [
  [
    '400 and a JSON-RPC error',
    'https://github.com/anthropics/claude-code/issues/27425',
    () => ({ status: 400, json: rpcError('Bad Request: No valid session ID provided') }),
  ],
  ['400 and nothing', 'https://github.com/DAWNCR0W/affine-mcp-server/issues/301', () => ({ status: 400, body: '' })],
  [
    '400 and the id of the request',
    'https://github.com/mark3labs/mcp-go/pull/689',
    (one) => ({ status: 400, json: rpcError('Session expired', idOf(one)) }),
  ],
  [
    '401 invalid_token',
    'https://github.com/punkpeye/mcp-proxy/issues/108',
    () => ({
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      json: { error: 'invalid_token' },
    }),
  ],
  ['401 and no challenge', 'https://github.com/sparfenyuk/mcp-proxy/issues/149', () => ({ status: 401, body: '' })],
  [
    '403 that names the header',
    'https://github.com/LanternOps/breeze/issues/3744',
    () => ({ status: 403, json: { code: -32_001, message: 'Mcp-Session-Id principal mismatch' } }),
  ],
  [
    '404 and a page',
    'https://github.com/modelcontextprotocol/rust-sdk/issues/733',
    () => ({ status: 404, body: 'no' }),
  ],
  ['409', 'https://github.com/zereight/gitlab-mcp/issues/697', () => ({ status: 409, json: { error: 'conflict' } })],
  ['410', 'https://github.com/sparfenyuk/mcp-proxy/issues/149', () => ({ status: 410, body: '' })],
  [
    '500 that names the session',
    'https://github.com/punkpeye/fastmcp/issues/121',
    () => ({ status: 500, json: { error: 'Error POSTing to endpoint: No valid session ID provided' } }),
  ],
];

describe.each(refusals)('an unknown session answered with %s', (what, source, refuse) => {
  const row = what === '404 and a page' ? comparison : quirk;

  row(`a tool call in a session that is forgotten with ${what} is made in one new session`, source, async () => {
    const site = await oddSite({ sessions: true });
    refuseUnknown(site, refuse);
    const user = await startUser(site.url);
    await user.signIn();
    said(await hello(user));
    restart(site);
    said(await hello(user));
    expect(asked(site)).toEqual(['tools/call', 'initialize', 'notifications/initialized', 'tools/call']);
    expect(site.to('/token')).toEqual([]);
    expect(user.kit.view(user.id).status.state).toBe('signed_in');
  });

  row(`a list in a session that is forgotten with ${what} is read in one new session`, source, async () => {
    const site = await oddSite({ sessions: true });
    refuseUnknown(site, refuse);
    const user = await startUser(site.url);
    await user.signIn();
    await user.tools();
    restart(site);
    expect(await user.tools(true)).toMatchObject([{ name: 'echo' }]);
    expect(asked(site)).toEqual(['tools/list', 'initialize', 'notifications/initialized', 'tools/list']);
  });
});

quirk(
  'a list in a session that is forgotten with 200 and a JSON-RPC error is read in one new session',
  'https://github.com/aklivity/zilla/issues/2525',
  async () => {
    const site = await oddSite({ sessions: true });
    refuseUnknown(site, (one) => ({ json: rpcError('Session not found', idOf(one), -32_600) }));
    const user = await startUser(site.url);
    await user.signIn();
    await user.tools();
    restart(site);
    expect(await user.tools(true)).toMatchObject([{ name: 'echo' }]);
    expect(asked(site).filter((method) => method === 'initialize')).toHaveLength(1);
  },
);

describe.each([400, 404, 409, 410])('%i to every tool call', (status) => {
  it('is reported after exactly one new session, with the words of the server', async () => {
    const site = await oddSite({ sessions: true });
    const { '/mcp': mcp } = site.routes;
    site.routes['/mcp'] = (one) =>
      one.method === 'POST' && rpcMethod(one) === 'tools/call'
        ? { status, json: rpcError('This server is closing down') }
        : mcp!(one);
    const user = await startUser(site.url);
    await user.signIn();
    await user.tools();
    site.requests.length = 0;
    expect(await hello(user)).toMatchObject({ code: 'tool_failed', serverText: 'This server is closing down' });
    expect(asked(site)).toEqual(['tools/call', 'initialize', 'notifications/initialized', 'tools/call']);
  });
});

it('a tool call that is refused with 400 by its id is not made again', async () => {
  const site = await oddSite({ sessions: true });
  const { '/mcp': mcp } = site.routes;
  site.routes['/mcp'] = (one) =>
    one.method === 'POST' && rpcMethod(one) === 'tools/call'
      ? { status: 400, json: rpcError('The payment was declined', idOf(one)) }
      : mcp!(one);
  const user = await startUser(site.url);
  await user.signIn();
  await user.tools();
  expect(await hello(user)).toMatchObject({ code: 'tool_failed', serverText: 'The payment was declined' });
  expect(asked(site).filter((method) => method === 'tools/call')).toHaveLength(1);
});

describe.each([500, 502, 504])('%i to a tool call', (status) => {
  it('is reported, and the call is not made again: the tool may have run', async () => {
    const site = await oddSite({ sessions: true });
    const { '/mcp': mcp } = site.routes;
    site.routes['/mcp'] = (one) =>
      one.method === 'POST' && rpcMethod(one) === 'tools/call' ? { status, body: 'oops' } : mcp!(one);
    const user = await startUser(site.url);
    await user.signIn();
    expect(await hello(user)).toMatchObject({ code: 'server_error', values: { status } });
    expect(asked(site).filter((method) => method === 'tools/call')).toHaveLength(1);
  });
});

it.each([
  ['that quotes the id of a session of its own', { error: 'the session id of the booking was stored' }],
  ['that answers the call by its id', undefined],
])('a tool that fails with 500 and an error %s is not called again: it may have run', async (_what, json) => {
  const site = await oddSite({ sessions: true });
  const { '/mcp': mcp } = site.routes;
  site.routes['/mcp'] = (one) =>
    one.method === 'POST' && rpcMethod(one) === 'tools/call'
      ? { status: 500, json: json ?? rpcError('The session id of the booking is invalid', idOf(one)) }
      : mcp!(one);
  const user = await startUser(site.url);
  await user.signIn();
  await user.tools();
  expect(await hello(user)).toMatchObject({ code: 'server_error', values: { status: 500 } });
  expect(asked(site).filter((method) => method === 'tools/call')).toHaveLength(1);
});

it('a token that is refused in a new session too is renewed once, and then the sign-in is blamed', async () => {
  const site = await oddSite({ sessions: true });
  const user = await startUser(site.url);
  await user.signIn();
  await user.tools();
  const { '/mcp': mcp } = site.routes;
  site.routes['/mcp'] = (one) =>
    one.method === 'POST' && rpcMethod(one) === 'tools/call' ? { status: 401, body: '' } : mcp!(one);
  site.requests.length = 0;
  expect(await hello(user)).toMatchObject({ code: 'token_refused', remedy: 'sign_in' });
  expect(site.to('/token')).toHaveLength(1);
  expect(asked(site)).toEqual(['tools/call', 'initialize', 'notifications/initialized', 'tools/call', 'tools/call']);
});

it('a token without a stated end that is refused in a session is renewed, and the session is kept', async () => {
  const site = await oddSite({ sessions: true });
  site.routes['/token'] = ((token) => async (one) => {
    const answer = (await token(one)) as { json: Record<string, unknown> };
    delete answer.json['expires_in'];
    return answer;
  })(site.routes['/token']!);
  const user = await startUser(site.url);
  await user.signIn();
  await user.tools();
  site.accessTokens.clear();
  site.requests.length = 0;
  said(await hello(user));
  expect(asked(site)).toEqual(['tools/call', 'tools/call']);
  expect(site.to('/token')).toHaveLength(1);
});

it('a call that runs while another finds its session forgotten is not cancelled', async () => {
  const site = await oddSite({ sessions: true });
  const running = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const { '/mcp': mcp } = site.routes;
  let calls = 0;
  site.routes['/mcp'] = async (one) => {
    if (one.method !== 'POST' || rpcMethod(one) !== 'tools/call') return mcp!(one);
    calls += 1;
    if (calls === 2) return { status: 400, json: rpcError('No valid session ID provided') };
    if (calls === 1) {
      running.resolve();
      await letGo.promise;
    }
    return mcp!(one);
  };
  const user = await startUser(site.url);
  await user.signIn();
  const first = hello(user);
  await running.promise;
  said(await hello(user));
  letGo.resolve();
  said(await first);
});
