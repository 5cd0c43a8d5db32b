import { describe, expect, it } from 'vitest';
import type { Answer, Asked, Reply } from '../support/open-scripted-server.ts';
import { oddSite, rpcMethod } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser, type User } from './user.ts';

type Site = Awaited<ReturnType<typeof oddSite>>;

const said = (result: unknown) => expect(result).toMatchObject({ content: [{ text: 'You said hello' }] });
const hello = (user: User) => user.call('echo', { text: 'hello' });
const wantsSignIn = { code: 'not_signed_in', remedy: 'sign_in' };

/** The server answers these methods to everyone, and the others only with a token. `GET` and `DELETE` count too. */
function protect(site: Site, open: readonly string[], refuse: (asked: Asked) => Answer = () => site.challenge()): void {
  site.routes['/mcp'] = (asked) =>
    site.isSignedIn(asked) || open.includes(rpcMethod(asked) ?? asked.method) ? site.openMcp(asked) : refuse(asked);
}

const handshake = ['server/discover', 'initialize', 'notifications/initialized', 'GET', 'DELETE'];
const idOf = ({ body }: Asked) => (body === '' ? undefined : (JSON.parse(body) as { id?: unknown }).id);
const error = (asked: Asked, code: number, message: string) => ({
  jsonrpc: '2.0',
  id: idOf(asked) ?? null,
  error: { code, message },
});

quirk(
  'a server that refuses only tool calls with 401 is signed in from that challenge, and the call is made',
  'https://github.com/anomalyco/opencode/issues/36946',
  async () => {
    const site = await oddSite({ sessions: true });
    protect(site, [...handshake, 'tools/list']);
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('open');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    expect(user.kit.view(user.id).status).toEqual({ state: 'open' });
    expect(await hello(user)).toMatchObject(wantsSignIn);
    expect(user.kit.view(user.id).status).toEqual({ state: 'signed_out' });
    expect(await user.signIn()).toBe('signed in');
    said(await hello(user));
    expect(user.kit.view(user.id).status.state).toBe('signed_in');
  },
);

quirk(
  'a server whose tool calls alone want a token is signed in again after a sign-out, without a detour over “open”',
  'https://github.com/can1357/oh-my-pi/issues/8922',
  async () => {
    const site = await oddSite();
    protect(site, [...handshake, 'tools/list']);
    const user = await startUser(site.url);
    await user.signIn();
    await hello(user);
    expect(await user.signIn()).toBe('signed in');
    expect(await user.signIn()).toBe('signed in');
    said(await hello(user));
  },
);

quirk(
  'a late challenge leads to its own resource metadata and its own scope',
  'RFC 9728 section 5.1: "resource_metadata: The URL of the protected resource metadata."',
  async () => {
    const site = await oddSite();
    const unusual = `${site.origin}/where/it/says`;
    site.routes['/where/it/says'] = () => ({ json: site.resourceMetadata });
    delete site.routes['/.well-known/oauth-protected-resource/mcp'];
    protect(site, [...handshake, 'tools/list'], () => ({
      status: 401,
      headers: { 'www-authenticate': `Bearer resource_metadata="${unusual}", scope="tools:call"` },
      body: '',
    }));
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('open');
    await hello(user);
    expect(await user.signIn()).toBe('signed in');
    expect(new URL(site.to('/authorize')[0]?.path ?? '', site.origin).searchParams.get('scope')).toBe('tools:call');
    expect(site.to('/where/it/says')).toHaveLength(1);
    said(await hello(user));
  },
);

quirk(
  'a late challenge is known to the next start of Keyfob',
  'https://github.com/modelcontextprotocol/csharp-sdk/issues/1866',
  async () => {
    const site = await oddSite();
    protect(site, [...handshake, 'tools/list']);
    const first = await startUser(site.url);
    await first.signIn();
    await hello(first);
    const server = first.kit.store.servers.get(first.kit.session.workspaceId, first.id);
    expect(server).toMatchObject({
      requiresSignIn: true,
      lateChallenge: { resourceMetadata: `${site.origin}/.well-known/oauth-protected-resource/mcp` },
    });
  },
);

describe.each<[what: string, open: string[]]>([
  ['the list of tools', handshake],
  ['the end of the handshake', ['server/discover', 'initialize', 'GET', 'DELETE']],
])('401 to %s', (what, open) => {
  quirk(
    `a server that refuses ${what} without a token is signed in`,
    'https://github.com/punkpeye/mcp-remote/issues/286',
    async () => {
      const site = await oddSite({ sessions: true });
      protect(site, open);
      const user = await startUser(site.url);
      expect(await user.signIn()).toBe('open');
      expect(await user.tools()).toMatchObject(wantsSignIn);
      expect(user.kit.view(user.id).status).toEqual({ state: 'signed_out' });
      expect(await user.signIn()).toBe('signed in');
      expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
      said(await hello(user));
    },
  );
});

quirk(
  'a server that refuses only the second page of its tools is signed in',
  'MCP 2025-06-18, Pagination: a list may have more pages, each a request of its own',
  async () => {
    const site = await oddSite();
    const second: Reply = (asked) => {
      const { id, params } = JSON.parse(asked.body) as { id: unknown; params?: { cursor?: string } };
      if (params?.cursor === undefined)
        return { json: { jsonrpc: '2.0', id, result: { tools: [], nextCursor: 'two' } } };
      return site.isSignedIn(asked) ? site.openMcp(asked) : site.challenge();
    };
    site.routes['/mcp'] = (asked) => (rpcMethod(asked) === 'tools/list' ? second(asked) : site.openMcp(asked));
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('open');
    expect(await user.tools()).toMatchObject(wantsSignIn);
    expect(await user.signIn()).toBe('signed in');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
  },
);

quirk(
  'a server whose stream alone is refused with a challenge is no longer called open, and the list announces it',
  'RFC 6750 section 3: "the resource server MUST include the HTTP WWW-Authenticate response header field"',
  async () => {
    const site = await oddSite({ sessions: true });
    const refused = Promise.withResolvers<void>();
    site.routes['/mcp'] = (asked) => {
      if (asked.method !== 'GET') return site.openMcp(asked);
      refused.resolve();
      return site.challenge();
    };
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('open');
    user.kit.events.length = 0;
    await user.tools();
    await refused.promise;
    await expect.poll(() => user.kit.view(user.id).status).toEqual({ state: 'signed_out' });
    expect(user.kit.events).toContainEqual(expect.objectContaining({ type: 'server_changed' }));
  },
);

it('a server whose stream alone is refused without a challenge has no stream, and stays open', async () => {
  const site = await oddSite({ sessions: true });
  site.routes['/mcp'] = (asked) => (asked.method === 'GET' ? { status: 401, body: '' } : site.openMcp(asked));
  const user = await startUser(site.url);
  expect(await user.signIn()).toBe('open');
  await user.tools();
  said(await hello(user));
  expect(user.kit.view(user.id).status).toEqual({ state: 'open' });
});

comparison(
  'a server that begins to want tokens in the middle of a session is signed in',
  'https://github.com/bitrise-io/bitrise-mcp/pull/69',
  async () => {
    const site = await oddSite({ sessions: true });
    const everything = [...handshake, 'tools/list', 'tools/call'];
    protect(site, everything);
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('open');
    said(await hello(user));
    protect(site, []);
    expect(await hello(user)).toMatchObject(wantsSignIn);
    expect(await user.signIn()).toBe('signed in');
    said(await hello(user));
  },
);

describe.each<[status: number, body: string]>([
  [400, '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Bad Request: Server not initialized"}}'],
  [404, '{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}'],
  [500, '{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"Initialize first"}}'],
  [200, '{"jsonrpc":"2.0","id":ID,"error":{"code":-32602,"message":"Invalid request parameters"}}'],
  [405, 'initialize first'],
])('%i before the handshake', (status, body) => {
  (status === 405 ? comparison : quirk)(
    `a server that answers ${status} before it looks for a token is asked to initialize too`,
    'https://github.com/modelcontextprotocol/typescript-sdk/pull/975',
    async () => {
      const site = await oddSite({ sessions: true });
      site.routes['/mcp'] = (asked) => {
        if (rpcMethod(asked) !== 'initialize' && asked.headers['mcp-session-id'] === undefined)
          return {
            status,
            headers: { 'content-type': body.startsWith('{') ? 'application/json' : 'text/plain' },
            body: body.replace('"id":ID', `"id":${JSON.stringify(idOf(asked))}`),
          };
        return site.isSignedIn(asked) ? site.openMcp(asked) : site.challenge();
      };
      const user = await startUser(site.url);
      expect(await user.signIn()).toBe('signed in');
      said(await hello(user));
    },
  );
});

describe.each<[what: string, refuse: (asked: Asked) => Answer]>([
  ['500 and a JSON-RPC error', (asked) => ({ status: 500, json: error(asked, -32_000, 'The request was denied.') })],
  ['500 and a page', () => ({ status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Error' })],
  ['502 and nothing', () => ({ status: 502, body: '' })],
  ['400 and a JSON-RPC error', (asked) => ({ status: 400, json: error(asked, -32_600, 'No token') })],
  ['403 and a word', () => ({ status: 403, json: { error: 'forbidden' } })],
  ['404 and nothing', () => ({ status: 404, body: '' })],
  ['200 and a JSON-RPC error', (asked) => ({ json: error(asked, -32_001, 'Unauthorized: missing authentication.') })],
])('a refusal without a token: %s', (what, refuse) => {
  quirk(
    `a server that answers ${what} without a token is signed in from its documents`,
    'https://github.com/NateBJones-Projects/OB1/pull/243',
    async () => {
      const site = await oddSite();
      protect(site, [], refuse);
      const user = await startUser(site.url);
      expect(await user.signIn()).toBe('signed in');
      said(await hello(user));
    },
  );
});

quirk(
  'a server of 2025-03-26 that answers 500 without a token is signed in from the metadata at its root',
  'MCP 2025-03-26, Authorization, server metadata discovery: "the MCP server\'s authorization base URL"',
  async () => {
    const site = await oddSite();
    delete site.routes['/.well-known/oauth-protected-resource/mcp'];
    protect(site, [], (asked) => ({ status: 500, json: error(asked, -32_000, 'denied') }));
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    said(await hello(user));
  },
);

describe.each([400, 403, 500])('%i with a challenge', (status) => {
  quirk(
    `a server that sends its challenge with ${status} is signed in from it`,
    'RFC 6750 section 3.1: the status of each error code',
    async () => {
      const site = await oddSite();
      protect(site, [], () => ({ ...(site.challenge() as { headers: object }), status, json: {} }) as Answer);
      const user = await startUser(site.url);
      expect(await user.signIn()).toBe('signed in');
      said(await hello(user));
    },
  );
});

quirk(
  'a server that says in JSON-RPC alone that a call needs a sign-in is signed in from its documents',
  'https://github.com/tolgee/tolgee-platform/pull/3768',
  async () => {
    const site = await oddSite();
    protect(site, [...handshake, 'tools/list'], (asked) => ({
      json: error(asked, -32_001, 'Authentication required'),
    }));
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('open');
    expect(await hello(user)).toMatchObject({ ...wantsSignIn, serverText: 'Authentication required' });
    expect(await user.signIn()).toBe('signed in');
    said(await hello(user));
  },
);

it('a tool of an open server that says “unauthorized” of something else leaves the server open', async () => {
  const site = await oddSite();
  delete site.routes['/.well-known/oauth-protected-resource/mcp'];
  protect(site, [...handshake, 'tools/list'], (asked) => ({ json: error(asked, -32_001, 'Unauthorized') }));
  const user = await startUser(site.url);
  expect(await user.signIn()).toBe('open');
  expect(await hello(user)).toMatchObject({ code: 'tool_failed', serverText: expect.stringContaining('Unauthorized') });
  expect(user.kit.view(user.id).status).toEqual({ state: 'open' });
});

quirk(
  'a server that was protected and is open now is open, although its sign-in had ended',
  'RFC 6750 section 3.1: "invalid_token" says nothing about later requests',
  async () => {
    const site = await oddSite({ lifetime: 0 });
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    site.refreshTokens.clear();
    site.accessTokens.clear();
    await user.tools();
    expect(user.kit.view(user.id).status.state).toBe('needs_sign_in');
    site.routes['/mcp'] = site.openMcp;
    user.kit.clock.ahead += 6 * 60_000;
    expect(await user.signIn()).toBe('open');
    expect(user.kit.view(user.id).status).toEqual({ state: 'open' });
    said(await hello(user));
  },
);

describe.each<[what: string, reply: Reply]>([
  ['a page', () => ({ headers: { 'content-type': 'text/html' }, body: '<h1>A blog' })],
  ['404', () => ({ status: 404, body: '' })],
])('an address that answers with %s', (_what, reply) => {
  it('and publishes how to sign in to something else is no server that wants a sign-in', async () => {
    const site = await oddSite();
    site.routes['/mcp'] = reply;
    site.resourceMetadata['resource'] = `${site.origin}/api`;
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({ code: 'not_an_mcp_server' });
    expect(site.to('/register')).toEqual([]);
  });
});
