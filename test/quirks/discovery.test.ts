import { expect } from 'vitest';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { json, type Reply } from '../support/scripted-server.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser, type User } from './user.ts';

const resourceDocument = '/.well-known/oauth-protected-resource/mcp';
const serverDocument = '/.well-known/oauth-authorization-server';
const gate = { 'x-gate-key': 'let-me-in-0123' };

type Site = Awaited<ReturnType<typeof oddSite>>;

/** Puts a gateway before all of a site but the page for the browser. */
function close({ routes }: Site): void {
  for (const [path, reply] of Object.entries(routes))
    if (path !== '/authorize')
      routes[path] = (asked) =>
        asked.headers['x-gate-key'] === gate['x-gate-key']
          ? reply(asked)
          : { status: 403, headers: { 'content-type': 'text/html' }, body: '<title>Access</title>' };
}

/** An MCP server and its authorization server at two origins. */
async function twoSites() {
  const [server, authorization] = [await oddSite(), await oddSite()];
  server.resourceMetadata['authorization_servers'] = [authorization.origin];
  for (const path of [serverDocument, '/register', '/authorize', '/token']) delete server.routes[path];
  server.routes['/mcp'] = (asked) => (authorization.isSignedIn(asked) ? server.openMcp(asked) : server.challenge());
  return { server, authorization };
}

quirk(
  'a gateway that wants a header on every request gets it with documents, registration, token, renewal and revocation',
  'https://github.com/nicobailon/pi-mcp-adapter/issues/530',
  async () => {
    const site = await oddSite();
    site.metadata['revocation_endpoint'] = `${site.origin}/revoke`;
    site.routes['/revoke'] = () => ({ status: 200, body: '' });
    close(site);
    const user = await startUser(site.url, { headers: gate });
    expect(await user.signIn()).toBe('signed in');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    user.kit.clock.ahead = 3600_000;
    await accessToken(user.kit.context, user.kit.slot(user.id));
    expect(await disconnect(user.kit.context, user.kit.session, user.id)).toBe('confirmed');
    expect(site.to('/token').map(({ form }) => form.get('grant_type'))).toEqual([
      'authorization_code',
      'refresh_token',
    ]);
    for (const { path, headers } of site.requests)
      if (!path.startsWith('/authorize')) expect([path, headers['x-gate-key']]).toEqual([path, gate['x-gate-key']]);
    for (const { headers } of site.to('/mcp').slice(1)) expect(headers.authorization).toMatch(/^Bearer access-/);
  },
);

quirk(
  'a header for the server never reaches an authorization server of another origin',
  'https://github.com/anomalyco/opencode/pull/33722',
  async () => {
    const { server, authorization } = await twoSites();
    const user = await startUser(server.url, { headers: gate });
    expect(await user.signIn()).toBe('signed in');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    expect(server.requests.map(({ headers }) => headers['x-gate-key'])).toEqual(
      server.requests.map(() => gate['x-gate-key']),
    );
    expect(authorization.to('/token')).toHaveLength(1);
    expect(authorization.requests.filter(({ headers }) => 'x-gate-key' in headers)).toEqual([]);
  },
);

quirk(
  'a header for the server is not sent on where its document redirects to another origin',
  'https://github.com/HolmesGPT/holmesgpt/pull/2414',
  async () => {
    const [site, other] = [await oddSite(), await oddSite()];
    const moved: Reply = () => ({ status: 302, headers: { location: `${other.origin}/resource` }, body: '' });
    site.routes[resourceDocument] = moved;
    other.routes['/resource'] = json(site.resourceMetadata);
    const user = await startUser(site.url, { headers: gate });
    expect(await user.signIn()).toBe('signed in');
    expect(site.to(resourceDocument)[0]?.headers).toMatchObject(gate);
    expect(other.to('/resource').map(({ headers }) => headers['x-gate-key'])).toEqual([undefined]);
    expect(other.to('/resource')[0]?.headers.accept).toBe('application/json');
  },
);

quirk(
  'an authorization server that the user knows is used where no document names one',
  'https://github.com/BuilderIO/agent-native/issues/5268',
  async () => {
    const { server, authorization } = await twoSites();
    delete server.routes[resourceDocument];
    server.routes['/mcp'] = (asked) =>
      authorization.isSignedIn(asked) ? server.openMcp(asked) : { status: 401, json: { error: 'unauthorized' } };
    const user = await startUser(server.url, { issuer: authorization.origin });
    expect(await user.signIn()).toBe('signed in');
    expect(user.kit.opened[0]?.origin).toBe(authorization.origin);
    expect(user.kit.opened[0]?.searchParams.get('resource')).toBe(server.url);
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'You said x' }] });
  },
);

quirk(
  'an authorization server that the user knows is used where the document names none',
  'https://github.com/logiscape/mcp-sdk-php/issues/56',
  async () => {
    const { server, authorization } = await twoSites();
    delete server.resourceMetadata['authorization_servers'];
    server.resourceMetadata['scopes_supported'] = ['read'];
    const user = await startUser(server.url, { issuer: authorization.origin });
    expect(await user.signIn()).toBe('signed in');
    expect(user.kit.opened[0]?.searchParams.get('scope')).toBe('read');
  },
);

quirk(
  'an authorization server that the user knows and that describes nothing is named, and the server is not asked instead',
  'RFC 8414 section 3: metadata is at an address made from the issuer',
  async () => {
    const { server, authorization } = await twoSites();
    delete server.routes[resourceDocument];
    server.routes['/register'] = () => ({ status: 201, json: { client_id: 'client' } });
    delete authorization.routes[serverDocument];
    const user = await startUser(server.url, { issuer: authorization.origin });
    expect(await user.signIn()).toMatchObject({
      code: 'server_metadata_missing',
      values: { host: new URL(authorization.origin).host },
    });
    expect(server.to('/register')).toEqual([]);
  },
);

comparison(
  'an authorization server that the user knows is not used against a document that names another',
  'RFC 9728 section 7.6: the resource names its authorization servers',
  async () => {
    const { server, authorization } = await twoSites();
    const other = await oddSite();
    const user = await startUser(server.url, { issuer: other.origin });
    expect(await user.signIn()).toMatchObject({ code: 'issuer_changed' });
    expect(other.requests).toEqual([]);
    expect(authorization.to('/register')).toEqual([]);
  },
);

for (const [words, source, named, said] of [
  [
    'without its last slash',
    'https://github.com/anomalyco/opencode/issues/50036',
    (origin: string) => origin,
    (origin: string) => `${origin}/`,
  ],
  [
    'with a slash that it does not have',
    'https://github.com/modelcontextprotocol/python-sdk/issues/1919',
    (origin: string) => `${origin}/`,
    (origin: string) => origin,
  ],
] as const)
  quirk(
    `an authorization server that is named ${words} is refused for just that, and used once the user entered its own name`,
    source,
    async () => {
      const site = await oddSite();
      site.resourceMetadata['authorization_servers'] = [named(site.origin)];
      site.metadata['issuer'] = said(site.origin);
      const user = await startUser(site.url);
      expect(await user.signIn()).toMatchObject({
        code: 'issuer_mismatch',
        values: { reason: 'slash', named: named(site.origin), said: said(site.origin) },
        remedy: 'edit_settings',
      });
      expect(site.to('/register')).toEqual([]);
      await changeSettings(user.kit.context, user.kit.session, user.id, { issuer: said(site.origin) });
      expect(await user.signIn()).toBe('signed in');
    },
  );

quirk(
  'an authorization server that is named with its default port is refused for how it is written',
  'RFC 3986 section 6.2.3: normalisation; RFC 8414 section 3.3: "identical"',
  async () => {
    const { addressDifference } = await import('../../src-main/oauth/address-difference.ts');
    expect(addressDifference('https://as.example:443', 'https://as.example')).toBe('spelling');
    const site = await oddSite();
    const capitals = site.origin.replace('http', 'HTTP');
    site.resourceMetadata['authorization_servers'] = [capitals];
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({
      code: 'issuer_mismatch',
      values: { reason: 'spelling', named: capitals, said: site.origin },
      remedy: 'edit_settings',
    });
    await changeSettings(user.kit.context, user.kit.session, user.id, { issuer: site.origin });
    expect(await user.signIn()).toBe('signed in');
  },
);

comparison(
  'an authorization server that calls itself by another host or path is refused without a way out',
  'RFC 8414 section 3.3: metadata with another issuer "MUST NOT be used"',
  async () => {
    for (const said of ['https://other.example', 'https://other.example/']) {
      const site = await oddSite();
      site.metadata['issuer'] = said;
      const user = await startUser(site.url);
      const refused = await user.signIn();
      expect(refused).toMatchObject({ code: 'issuer_mismatch', values: { issuer: said } });
      expect(refused).not.toHaveProperty('remedy');
      await changeSettings(user.kit.context, user.kit.session, user.id, { issuer: said });
      expect(await user.signIn()).toMatchObject({ code: 'issuer_changed' });
    }
  },
);

quirk(
  'a server that describes itself with the other scheme is refused for just that, and used with endpoints by hand',
  'https://github.com/mesh/mesh-mcp/issues/20',
  async () => {
    const site = await oddSite();
    const said = site.url.replace('http:', 'https:');
    site.resourceMetadata['resource'] = said;
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({
      code: 'resource_mismatch',
      values: { reason: 'scheme', named: site.url, said },
      remedy: 'edit_settings',
    });
    expect(site.to('/register')).toEqual([]);
    await enterEndpoints(site, user);
    expect(await user.signIn()).toBe('signed in');
  },
);

quirk(
  'a server that describes another path of its origin is refused, and offers that address',
  'https://github.com/modelcontextprotocol/python-sdk/issues/1264',
  async () => {
    const site = await oddSite();
    const address = `${site.origin}/v2/mcp`;
    site.resourceMetadata['resource'] = address;
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({
      code: 'resource_mismatch',
      values: { reason: 'path', address },
      remedy: 'use_address',
    });
  },
);

comparison(
  'a server that describes another origin is refused, whatever else is alike, and offers nothing',
  'RFC 9728 section 3.3: "If these values are not identical, the data ... MUST NOT be used"',
  async () => {
    for (const change of [
      (url: string) => url.replace('127.0.0.1', 'localhost'),
      (url: string) => url.replace(/:\d+\//, ':1/'),
      (url: string) => url.replace('http://', 'https://other.example/'),
      (url: string) => url.replace('http://', 'http://me@'),
    ]) {
      const site = await oddSite();
      site.resourceMetadata['resource'] = change(site.url);
      const refused = await (await startUser(site.url)).signIn();
      expect(refused).toMatchObject({ code: 'resource_mismatch' });
      expect(refused).not.toHaveProperty('remedy');
      expect(site.to('/register')).toEqual([]);
    }
  },
);

quirk(
  'an authorization server that does not list PKCE is refused with the way out, which the user answers for',
  'https://github.com/modelcontextprotocol/typescript-sdk/issues/2831',
  async () => {
    const site = await oddSite();
    delete site.metadata['code_challenge_methods_supported'];
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({
      code: 'pkce_unsupported',
      values: {
        reason: 'unlisted',
        authorizationEndpoint: `${site.origin}/authorize`,
        tokenEndpoint: `${site.origin}/token`,
      },
      remedy: 'edit_settings',
    });
    expect(site.to('/register')).toEqual([]);
    await enterEndpoints(site, user);
    expect(await user.signIn()).toBe('signed in');
    expect(user.kit.opened.at(-1)?.searchParams.get('code_challenge_method')).toBe('S256');
  },
);

comparison(
  'an authorization server that lists another PKCE method alone is refused without a way out',
  'MCP 2025-11-25, Authorization Code Protection: clients "MUST use the S256 code challenge method"',
  async () => {
    const site = await oddSite();
    site.metadata['code_challenge_methods_supported'] = ['plain'];
    const refused = await (await startUser(site.url)).signIn();
    expect(refused).toMatchObject({ code: 'pkce_unsupported' });
    expect(refused).not.toHaveProperty('remedy');
  },
);

/** What the window leads to: the endpoints, and a client that is registered by hand. */
async function enterEndpoints({ origin, clients }: Site, { kit, id }: User): Promise<void> {
  const redirectUri = 'app.keyfob:/oauth/callback';
  clients.set('by-hand', { redirect_uris: [redirectUri] });
  await changeSettings(kit.context, kit.session, id, {
    authorizationEndpoint: `${origin}/authorize`,
    tokenEndpoint: `${origin}/token`,
    clientId: 'by-hand',
    returnPath: 'app_link',
  });
}

quirk(
  'endpoints that the user entered need no client ID where the service registers clients, at the same origin alone',
  'RFC 7591, section 3: “The client registration endpoint MUST accept HTTP POST messages”',
  async () => {
    for (const [registration, outcome] of [
      ['own', 'signed in'],
      ['elsewhere', { code: 'registration_unsupported', remedy: 'edit_settings' }],
    ] as const) {
      const [site, other] = [await oddSite(), await oddSite()];
      delete site.metadata['code_challenge_methods_supported'];
      if (registration === 'elsewhere') site.metadata['registration_endpoint'] = `${other.origin}/register`;
      const user = await startUser(site.url, {
        authorizationEndpoint: `${site.origin}/authorize`,
        tokenEndpoint: `${site.origin}/token`,
      });
      const signedIn = await user.signIn();
      if (outcome === 'signed in') expect(signedIn).toBe(outcome);
      else expect(signedIn).toMatchObject(outcome);
      expect(other.requests).toEqual([]);
    }
  },
);
