import { describe, expect, it } from 'vitest';
import type { Answer, Reply } from '../support/open-scripted-server.ts';
import { oddSite, rpcMethod } from './odd-site.ts';
import { quirk } from './quirk.ts';
import { startUser, type User } from './user.ts';

type Site = Awaited<ReturnType<typeof oddSite>>;

const hello = (user: User) => user.call('echo', { text: 'hello' });
const said = (result: unknown) => expect(result).toMatchObject({ content: [{ text: 'You said hello' }] });

/** Answers requests of one method so, as often as there are answers. */
function answer(site: Site, method: string, ...answers: Answer[]): void {
  const { '/mcp': mcp } = site.routes;
  site.routes['/mcp'] = (asked) =>
    (asked.headers.authorization && asked.method === 'POST' && rpcMethod(asked) === method && answers.shift()) ||
    mcp!(asked);
}

async function signedIn(site: Site): Promise<User> {
  const user = await startUser(site.url);
  expect(await user.signIn()).toBe('signed in');
  return user;
}

const plan = { error: 'forbidden', message: 'Your plan does not \u202einclude this tool.' };
const planWords = 'Your plan does not include this tool.';

describe.each<[what: string, headers: Record<string, string>, wanted: object]>([
  ['with a challenge without a code', { 'www-authenticate': 'Bearer scope="admin"' }, { wanted: 'admin' }],
  ['with nothing but words', {}, {}],
])('403 to a tool call, %s', (what, headers, wanted) => {
  quirk(
    `a tool call that is answered 403 ${what} is not allowed, in the server’s words, with the scopes held`,
    'https://github.com/punkpeye/mcp-remote/issues/153',
    async () => {
      const site = await oddSite();
      site.resourceMetadata['scopes_supported'] = ['read', 'write'];
      answer(site, 'tools/call', { status: 403, headers, json: plan });
      const user = await signedIn(site);
      expect(await hello(user)).toEqual({
        code: 'not_allowed',
        values: { host: new URL(site.url).host, held: 'read write', ...wanted },
        serverText: planWords,
        remedy: 'sign_in',
      });
      said(await hello(user));
    },
  );
});

quirk(
  'a tool call that is answered 403 with a JSON-RPC error shows its words',
  'https://github.com/agentgateway/agentgateway/issues/758',
  async () => {
    const site = await oddSite();
    const error = { code: -32_003, message: 'Permission denied: user not authorized to call tool echo' };
    answer(site, 'tools/call', { status: 403, json: { jsonrpc: '2.0', id: 3, error } });
    const user = await signedIn(site);
    expect(await hello(user)).toMatchObject({ code: 'not_allowed', serverText: error.message });
  },
);

describe.each([401, 403])('%i insufficient_scope', (status) => {
  quirk(
    `a server that wants more scope with ${status}, and names none, is quoted, and a sign-in is offered`,
    'RFC 6750 section 3.1: "The resource server SHOULD respond with the HTTP 403 (Forbidden) status code"',
    async () => {
      const site = await oddSite();
      const challenge = 'Bearer error="insufficient_scope", error_description="admin is needed for this"';
      answer(site, 'tools/call', { status, headers: { 'www-authenticate': challenge }, json: {} });
      const user = await signedIn(site);
      expect(await hello(user)).toMatchObject({
        code: 'more_access_needed',
        serverText: 'admin is needed for this',
        remedy: 'sign_in',
      });
      expect(site.to('/token')).toHaveLength(1);
    },
  );
});

const inAMinute = { 'retry-after': '60' };

describe.each<[status: number, headers: Record<string, string>, seconds: object]>([
  [429, inAMinute, { seconds: 60 }],
  [503, inAMinute, { seconds: 60 }],
  [429, { 'retry-after': '99999999' }, { seconds: 86_400 }],
  [429, { 'retry-after': '-5' }, {}],
  [429, { 'retry-after': 'soon' }, {}],
  [429, {}, {}],
])('%i with %j', (status, headers, seconds) => {
  quirk(
    `a server that answers ${status} with ${JSON.stringify(headers)} is busy, keeps its sign-in, and is asked again`,
    'https://github.com/modelcontextprotocol/typescript-sdk/issues/1892',
    async () => {
      const site = await oddSite();
      answer(site, 'tools/list', { status, headers, body: '' });
      const user = await signedIn(site);
      expect(await user.tools()).toMatchObject({
        code: 'busy',
        values: { host: new URL(site.url).host, status, ...seconds },
        remedy: 'retry',
      });
      const now = user.kit.context.now();
      const { status: view } = user.kit.view(user.id);
      expect(view).toMatchObject({ state: 'unreachable', error: { code: 'busy' } });
      const wait = 'retryAt' in view && view.retryAt !== undefined ? view.retryAt - now : 0;
      expect(wait).toBeGreaterThan(0);
      const asked = 'seconds' in seconds ? Number(seconds.seconds) * 1000 : 5000;
      expect(wait).toBeLessThanOrEqual(asked);
      user.kit.clock.ahead += asked + 1000;
      expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
      expect(user.kit.view(user.id).status.state).toBe('signed_in');
    },
  );
});

quirk(
  'a tool call that is answered 429 for a moment is made again by itself',
  'https://github.com/basicmachines-co/basic-memory/issues/1378',
  async () => {
    const site = await oddSite();
    answer(site, 'tools/call', { status: 429, headers: { 'retry-after': '1' }, body: 'Too many requests' });
    const user = await signedIn(site);
    said(await hello(user));
    expect(user.kit.view(user.id).status.state).toBe('signed_in');
  },
);

it('a tool call that is answered 503 may have run, and is not made again by itself', async () => {
  const site = await oddSite();
  answer(site, 'tools/call', { status: 503, headers: { 'retry-after': '1' }, body: '' });
  const user = await signedIn(site);
  expect(await hello(user)).toMatchObject({ code: 'busy', values: { seconds: 1 } });
});

describe.each<[where: string, path: string]>([
  ['registration', '/register'],
  ['the exchange of the code', '/token'],
])('429 at %s', (where, path) => {
  quirk(
    `a sign-in whose service answers 429 at ${where} says that it is busy`,
    'https://github.com/jagduvi1/Cellarion/pull/785',
    async () => {
      const site = await oddSite();
      site.routes[path] = () => ({ status: 429, headers: inAMinute, body: 'Slow down' });
      const user = await startUser(site.url);
      expect(await user.signIn()).toMatchObject({ code: 'busy', values: { seconds: 60 } });
    },
  );
});

quirk(
  'a server that answers 429 to the first question is busy, and not something else than a server',
  'https://github.com/openstatusHQ/openstatus/pull/2689',
  async () => {
    const site = await oddSite();
    site.routes['/mcp'] = () => ({ status: 429, headers: inAMinute, body: '' });
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({ code: 'busy', values: { seconds: 60 } });
  },
);

quirk(
  'a list that is answered 422 with a JSON-RPC error shows its words, and the server stays one',
  'JSON-RPC 2.0 section 5.1: "message: A String providing a short description of the error."',
  async () => {
    const site = await oddSite();
    const refusal = { status: 422, json: { jsonrpc: '2.0', id: null, error: { code: -32_000, message: 'Not today' } } };
    answer(site, 'tools/list', refusal, refusal, refusal);
    const user = await signedIn(site);
    expect(await user.tools()).toMatchObject({ code: 'request_refused', serverText: 'Not today' });
  },
);

/** Opens a stream that names another address for messages, as HTTP+SSE of 2024-11-05 does. */
const endpointStream: Reply = () => (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('event: endpoint\ndata: /messages?session=1\n\n');
};

describe.each<[when: string, protects: boolean]>([
  ['before a sign-in', false],
  ['after a sign-in that hid it', true],
])('HTTP+SSE alone, %s', (when, protects) => {
  quirk(
    `a server that speaks HTTP+SSE of 2024-11-05 alone is named as that ${when}`,
    'https://github.com/microsoft/vscode/pull/249914',
    async () => {
      const site = await oddSite();
      site.routes['/mcp'] = (asked) => {
        if (protects && !site.isSignedIn(asked)) return site.challenge();
        return asked.method === 'GET' ? endpointStream(asked) : { status: 405, body: 'Method Not Allowed' };
      };
      const user = await startUser(site.url);
      const first = await user.signIn();
      const outcome = protects ? await user.tools() : first;
      expect(outcome).toMatchObject({ code: 'transport_outdated', remedy: 'edit_address' });
      expect(site.to('/register')).toHaveLength(protects ? 1 : 0);
    },
  );
});
