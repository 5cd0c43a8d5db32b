import { expect } from 'vitest';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { changeServerAddress } from '../../src-main/connections/servers/servers.ts';
import { scriptedServer, type Reply } from '../support/scripted-server.ts';
import { oddSite, rpcMethod } from './odd-site.ts';
import { quirk } from './quirk.ts';
import { startUser } from './user.ts';

const to =
  (location: string, status = 307): Reply =>
  () => ({ status, headers: { location }, body: '' });
const said = (text: string) => ({ content: [{ type: 'text', text }] });
const bearer = /^Bearer access-/;

type Site = Awaited<ReturnType<typeof oddSite>>;

/** Moves a route within the origin. Returns the requests that arrived there. */
function move({ routes, to: requestsTo }: Site, from: string, path: string, status = 307) {
  Object.assign(routes, { [path]: routes[from] });
  routes[from] = to(path, status);
  return () => requestsTo(path);
}

for (const [status, words] of [
  [307, 'temporarily'],
  [308, 'for good'],
] as const)
  quirk(
    `a server that redirects ${words} (${status}) from /mcp to /mcp/ is signed in, lists its tools and runs one`,
    'https://github.com/zoho/analytics-mcp-server/pull/22',
    async () => {
      const site = await oddSite({ sessions: true });
      const arrived = move(site, '/mcp', '/mcp/', status);
      const user = await startUser(site.url);
      expect(await user.signIn()).toBe('signed in');
      expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
      expect(await user.call('echo', { text: 'hello' })).toMatchObject(said('You said hello'));
      const call = arrived().find((asked) => rpcMethod(asked) === 'tools/call');
      expect(call?.headers.authorization).toMatch(bearer);
      expect([...site.sessions]).toContain(call?.headers['mcp-session-id']);
      const methods = arrived().map(({ method }) => method);
      expect(methods).toContain('GET');
      expect(site.to('/mcp').map(({ method }) => method)).toEqual(methods);
    },
  );

quirk(
  'a server whose address adds no slash to a redirecting one is used with the absolute address of the redirect',
  'https://github.com/PrefectHQ/fastmcp/issues/991',
  async () => {
    const site = await oddSite();
    move(site, '/mcp', '/mcp/');
    site.routes['/mcp'] = to(`${site.origin}/mcp/`);
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(await user.call('echo', { text: 'x' })).toMatchObject(said('You said x'));
  },
);

quirk(
  'a server that redirects to another path, whose documents describe that path, is signed in',
  'RFC 9728 section 3.3: the resource must be identical to "the URL that the client used to make the request"',
  async () => {
    const site = await oddSite();
    const arrived = move(site, '/mcp', '/v2/tools');
    site.resourceMetadata['resource'] = `${site.origin}/v2/tools`;
    const wellKnown = '/.well-known/oauth-protected-resource';
    Object.assign(site.routes, { [`${wellKnown}/v2/tools`]: site.routes[`${wellKnown}/mcp`] });
    delete site.routes[`${wellKnown}/mcp`];
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(user.kit.opened[0]?.searchParams.get('resource')).toBe(`${site.origin}/v2/tools`);
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    expect(arrived().at(-1)?.headers.authorization).toMatch(bearer);
  },
);

quirk(
  'a server that starts to redirect after the sign-in is still used, method and body kept',
  'https://github.com/sigbit/mcp-auth-proxy/issues/115',
  async () => {
    const site = await oddSite();
    const user = await startUser(site.url);
    await user.signIn();
    await user.tools();
    const arrived = move(site, '/mcp', '/mcp/');
    expect(await user.call('echo', { text: 'later' })).toMatchObject(said('You said later'));
    expect(arrived().map(({ method }) => method)).toEqual(['POST']);
  },
);

quirk(
  'registration and token endpoints that add a slash get the same method, body and secret there',
  'https://github.com/freelawproject/courtlistener/issues/7927',
  async () => {
    const site = await oddSite();
    site.metadata['token_endpoint_auth_methods_supported'] = ['client_secret_basic'];
    const registered = move(site, '/register', '/register/');
    const exchanged = move(site, '/token', '/token/', 308);
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(registered().map(({ method }) => method)).toEqual(['POST']);
    expect(exchanged().map(({ form }) => form.get('grant_type'))).toEqual(['authorization_code']);
    expect(exchanged()[0]?.headers.authorization).toMatch(/^Basic /);
  },
);

quirk(
  'a token endpoint that moved within its origin renews a sign-in',
  'https://github.com/freelawproject/courtlistener/issues/7927',
  async () => {
    const site = await oddSite();
    const user = await startUser(site.url);
    await user.signIn();
    const renewed = move(site, '/token', '/oauth/token', 308);
    user.kit.clock.ahead = 3600_000;
    const { token } = await accessToken(user.kit.context, user.kit.slot(user.id));
    expect(site.accessTokens.has(token.reveal())).toBe(true);
    expect(renewed().map(({ form }) => form.get('grant_type'))).toEqual(['refresh_token']);
  },
);

for (const status of [301, 302, 303])
  quirk(
    `a server that redirects with ${status} is named with the address it redirects to, which gets nothing until it is used`,
    'https://github.com/agentic-community/mcp-gateway-registry/issues/1606',
    async () => {
      const site = await oddSite();
      const arrived = move(site, '/mcp', '/mcp/', status);
      const user = await startUser(site.url);
      const address = `${site.origin}/mcp/`;
      expect(await user.signIn()).toMatchObject({
        code: 'redirect_refused',
        values: { reason: 'method', target: address, address },
        remedy: 'use_address',
      });
      expect(arrived()).toEqual([]);
      await changeServerAddress(user.kit.context, user.kit.session, user.id, address);
      expect(await user.signIn()).toBe('signed in');
    },
  );

quirk(
  'a server that moved to another origin is named with it, which gets nothing until its address is used',
  'https://github.com/modelcontextprotocol/python-sdk/issues/3504',
  async () => {
    const site = await oddSite();
    const user = await startUser(site.url);
    await user.signIn();
    const moved = await oddSite();
    site.routes['/mcp'] = to(`${moved.url}?state=1#part`, 308);
    const refused = await user.tools();
    expect(refused).toMatchObject({
      code: 'redirect_refused',
      values: { reason: 'elsewhere', target: moved.url, address: moved.url },
      remedy: 'use_address',
    });
    expect(moved.requests).toEqual([]);
    await changeServerAddress(user.kit.context, user.kit.session, user.id, moved.url);
    expect(user.kit.view(user.id).status.state).toBe('signed_out');
    expect(await user.signIn()).toBe('signed in');
    for (const { headers } of moved.requests) expect(headers.authorization ?? '').not.toContain(site.origin);
    expect(await user.call('echo', { text: 'here' })).toMatchObject(said('You said here'));
  },
);

quirk(
  'a redirect to another origin that quotes the token names the address without it, and offers none',
  'https://github.com/microsoft/vscode/issues/337194',
  async () => {
    const site = await oddSite();
    const other = await scriptedServer({});
    const user = await startUser(site.url);
    await user.signIn();
    const good = site.routes['/mcp'];
    site.routes['/mcp'] = (asked) => {
      const token = /^Bearer (.+)$/.exec(asked.headers.authorization ?? '')?.[1];
      return token === undefined
        ? (good?.(asked) ?? 'close')
        : { status: 307, headers: { location: `${other.origin}/${token}/mcp?token=${token}` }, body: '' };
    };
    const refused = await user.tools();
    expect(refused).toMatchObject({ code: 'redirect_refused', values: { target: `${other.origin}/…/mcp` } });
    expect(refused).not.toHaveProperty('remedy');
    expect(other.requests).toEqual([]);
    expect(user.kit.log.join('\n')).not.toContain('access-');
  },
);

quirk(
  'a token endpoint that redirects to another origin gets no second request, and no button leads there',
  'https://github.com/PostHog/posthog/pull/49807',
  async () => {
    const site = await oddSite();
    const other = await scriptedServer({});
    site.routes['/token'] = to(`${other.origin}/token`, 308);
    const user = await startUser(site.url);
    const refused = await user.signIn();
    expect(refused).toMatchObject({
      code: 'redirect_refused',
      values: { reason: 'elsewhere', target: `${other.origin}/token` },
    });
    expect(refused).not.toHaveProperty('remedy');
    expect(other.requests).toEqual([]);
  },
);

quirk(
  'a server that redirects in circles is named as that, after each address was asked once',
  'https://github.com/PrefectHQ/fastmcp/issues/991',
  async () => {
    const site = await oddSite();
    site.routes['/mcp'] = to('/mcp/');
    site.routes['/mcp/'] = to('/mcp');
    const user = await startUser(site.url);
    const refused = await user.signIn();
    expect(refused).toMatchObject({ code: 'redirect_refused', values: { reason: 'loop', target: site.url } });
    expect(refused).not.toHaveProperty('remedy');
    expect(site.to('/mcp')).toHaveLength(1);
    expect(site.to('/mcp/')).toHaveLength(1);
  },
);

quirk(
  'a server that redirects without end is left after three redirects',
  'RFC 9110 section 15.4: "A client SHOULD detect and intervene in cyclical redirections"',
  async () => {
    const site = await oddSite();
    site.routes['/mcp'] = to('/1');
    for (let step = 1; step < 9; step += 1) site.routes[`/${step}`] = to(`/${step + 1}`);
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({ code: 'redirect_refused', values: { reason: 'too_many' } });
    expect(site.to('/3')).toHaveLength(1);
    expect(site.to('/4')).toEqual([]);
  },
);
