import { expect } from 'vitest';
import type { Answer, Asked, Reply } from '../support/open-scripted-server.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

type Site = Awaited<ReturnType<typeof oddSite>>;
type Metadata = Record<string, unknown> & { redirect_uris: string[] };

const metadataOf = ({ body }: Asked) => JSON.parse(body) as Metadata;
const registrations = (site: Site) => site.to('/register').map(metadataOf);

/** Refuses a registration where the test says so, and registers the others. */
function refuseWhere(site: Site, refuse: (metadata: Metadata) => Answer | undefined): void {
  const { '/register': register } = site.routes;
  site.routes['/register'] = (asked) => refuse(metadataOf(asked)) ?? (register as Reply)(asked);
}

const refused = (error: string, description?: string, status = 400): Answer => ({
  status,
  json: { error, ...(description && { error_description: description }) },
});

quirk(
  'the scopes of the resource metadata are sent in the registration, which is refused without one',
  'https://github.com/dozigden/boardoil/issues/11',
  async () => {
    const site = await oddSite();
    site.resourceMetadata['scopes_supported'] = ['mcp:read', 'mcp:write'];
    refuseWhere(site, ({ scope }) =>
      scope ? undefined : refused('invalid_client_metadata', 'Only mcp:read and mcp:write scopes are supported.'),
    );
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(registrations(site)).toMatchObject([{ scope: 'mcp:read mcp:write' }]);
  },
);

quirk(
  'the scope of the challenge comes before those of the resource metadata in the registration too',
  'https://github.com/vercel/ai/issues/19496',
  async () => {
    const site = await oddSite();
    site.resourceMetadata['scopes_supported'] = ['read', 'write'];
    const { '/mcp': mcp } = site.routes;
    site.routes['/mcp'] = (asked) =>
      site.isSignedIn(asked) ? (mcp as Reply)(asked) : site.challenge(', scope="read"');
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(registrations(site)).toMatchObject([{ scope: 'read' }]);
  },
);

quirk(
  'the registration is made again for a scope that the client was not registered for',
  'https://github.com/appstrate/appstrate/issues/1267',
  async () => {
    const site = await oddSite();
    site.resourceMetadata['scopes_supported'] = ['read'];
    const { '/authorize': authorize } = site.routes;
    site.routes['/authorize'] = (asked) => {
      const { searchParams } = new URL(asked.path, site.origin);
      const client = site.clients.get(searchParams.get('client_id') ?? '') as { scope?: string } | undefined;
      const held = client?.scope?.split(' ') ?? [];
      const fits = (searchParams.get('scope') ?? '').split(' ').every((scope) => held.includes(scope));
      return fits ? (authorize as Reply)(asked) : site.back(searchParams, { error: 'invalid_scope' });
    };
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    site.resourceMetadata['scopes_supported'] = ['read', 'write'];
    user.kit.context.discoveries.forget('');
    expect(await user.signIn()).toBe('signed in');
    expect(await user.signIn()).toBe('signed in');
    expect(registrations(site)).toMatchObject([{ scope: 'read' }, { scope: 'read write' }]);
  },
);

quirk(
  'a scope that the registration refuses is left out of it, and asked for in the browser',
  'https://github.com/giantswarm/muster/pull/1086',
  async () => {
    const site = await oddSite();
    site.resourceMetadata['scopes_supported'] = ['boards:read'];
    refuseWhere(site, ({ scope }) =>
      scope === undefined
        ? undefined
        : refused('invalid_client_metadata', 'Requested scopes are not valid: boards:read'),
    );
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(registrations(site).map(({ scope, software_id }) => [scope, software_id])).toEqual([
      ['boards:read', 'app.keyfob'],
      [undefined, 'app.keyfob'],
    ]);
    expect(user.kit.opened.at(-1)?.searchParams.get('scope')).toBe('boards:read');
  },
);

const fields: [string, string, (metadata: Metadata) => boolean, Answer][] = [
  [
    'software_id',
    'RFC 7591 section 2: “The authorization server MUST ignore any client metadata sent by the client that it does not understand”',
    ({ software_id }) => software_id !== undefined,
    refused('invalid_request', 'Unrecognized field "software_id"'),
  ],
  [
    'application_type',
    'RFC 7591 section 2: “The authorization server MUST ignore any client metadata sent by the client that it does not understand”',
    ({ application_type }) => application_type !== undefined,
    refused('invalid_request', 'applicationType is not allowed', 422),
  ],
  [
    'refresh_token among the grant types',
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization',
    ({ grant_types }) => (grant_types as string[]).includes('refresh_token'),
    refused('invalid_client_metadata', 'grant_types: refresh_token is not supported'),
  ],
  [
    'response_types',
    'RFC 7591 section 2: “If omitted, the default is that the client will use only the "code" response type.”',
    ({ response_types }) => response_types !== undefined,
    { status: 400, json: { message: 'response_types should not exist' } },
  ],
  [
    'an authentication method',
    'RFC 7591 section 2: “If unspecified or omitted, the default is "client_secret_basic"”',
    ({ token_endpoint_auth_method: method }) => method !== undefined,
    { status: 400, json: { error: { code: 'bad', message: 'Token endpoint auth method is not allowed' } } },
  ],
  [
    'the scope, with 403 as Keycloak says it',
    'https://github.com/turnstonelabs/turnstone/issues/1082',
    ({ scope }) => scope !== undefined,
    refused(
      'insufficient_scope',
      "Policy 'Allowed Client Scopes' rejected request to client-registration service. Details: Not permitted to use specified clientScope",
      403,
    ),
  ],
  [
    'an error in a 200',
    'RFC 7591 section 3.2.2: “an HTTP 400 status code (unless otherwise specified)”',
    ({ scope }) => scope !== undefined,
    refused('invalid_scope', undefined, 200),
  ],
  [
    'no field by its name',
    'RFC 7591 section 3.2.2: “invalid_client_metadata: The value of one of the client metadata fields is invalid and the server has rejected this request.”',
    ({ application_type }) => application_type !== undefined,
    { status: 400, body: '' },
  ],
];
for (const [words, source, isThere, answer] of fields)
  quirk(`a registration that is refused for what was sent is made once more without it: ${words}`, source, async () => {
    const site = await oddSite();
    site.resourceMetadata['scopes_supported'] = ['mcp'];
    refuseWhere(site, (metadata) => (isThere(metadata) ? answer : undefined));
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(registrations(site).map(isThere)).toEqual([true, false]);
  });

quirk(
  'a registration that is refused whatever it holds is asked for four times at most',
  'RFC 7591 section 3.2.2',
  async () => {
    const site = await oddSite();
    site.resourceMetadata['scopes_supported'] = ['mcp'];
    site.routes['/register'] = () => refused('invalid_client_metadata');
    const user = await startUser(site.url, {}, { appLinksWork: true });
    expect(await user.signIn()).toMatchObject({ code: 'registration_refused', remedy: 'edit_settings' });
    expect(registrations(site).length).toBeLessThanOrEqual(4);
  },
);

/** Registers a client with a secret, which the token endpoint wants by this method alone. */
async function secretSite(
  wantedBy: 'basic' | 'post',
  answered: Record<string, unknown>,
  refusal: Answer = refused('invalid_client', 'client secret is required', 401),
) {
  const site = await oddSite();
  const { '/register': register, '/token': token } = site.routes;
  site.routes['/register'] = async (asked) => {
    const answer = (await (register as Reply)(asked)) as { status: number; json: Record<string, unknown> };
    const { token_endpoint_auth_method: _asked, ...rest } = answer.json;
    const secret = 'issued-secret';
    Object.assign(site.clients.get(String(rest['client_id'])) ?? {}, { client_secret: secret });
    return { status: 201, json: { ...rest, client_secret: secret, client_secret_expires_at: 0, ...answered } };
  };
  site.routes['/token'] = (asked) => {
    const by = asked.headers.authorization ? 'basic' : asked.form.has('client_secret') ? 'post' : 'none';
    return by === wantedBy ? (token as Reply)(asked) : refusal;
  };
  const methods = () =>
    site
      .to('/token')
      .map(({ headers, form }) => (headers.authorization ? 'basic' : form.has('client_secret') ? 'post' : 'none'));
  return { site, methods };
}

quirk(
  'a secret that came with the method none is used once it is wanted, and from then on',
  'https://github.com/giantswarm/mcp-oauth/issues/70',
  async () => {
    const { site, methods } = await secretSite('basic', { token_endpoint_auth_method: 'none' });
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(methods()).toEqual(['none', 'basic']);
    user.kit.clock.ahead = 2 * 3600_000;
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    expect(methods()).toEqual(['none', 'basic', 'basic']);
    expect(registrations(site)).toHaveLength(1);
    const elsewhere = site.requests.filter(({ path }) => path !== '/token');
    expect(JSON.stringify(elsewhere)).not.toContain('issued-secret');
  },
);

quirk(
  'a secret that came with the method none is sent in the form where the header is refused too',
  'https://github.com/garrytan/gbrain/pull/909',
  async () => {
    const { site, methods } = await secretSite('post', { token_endpoint_auth_method: 'none' });
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(methods()).toEqual(['none', 'basic', 'post']);
  },
);

quirk(
  'a secret that came without a method is sent by client_secret_basic at once',
  'RFC 7591 section 2: “If unspecified or omitted, the default is "client_secret_basic"”',
  async () => {
    const { site, methods } = await secretSite('basic', {});
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(methods()).toEqual(['basic']);
  },
);

quirk(
  'a secret that came without a method is sent in the form where basic is refused',
  'https://github.com/desplega-ai/agent-swarm/pull/1157',
  async () => {
    const { site, methods } = await secretSite('post', {});
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(methods()).toEqual(['basic', 'post']);
  },
);

quirk(
  'a secret is used where its want is said as invalid_request',
  'https://github.com/giantswarm/mcp-oauth/issues/70',
  async () => {
    const refusal = refused('invalid_request', 'Missing client_secret');
    const { site, methods } = await secretSite('post', { token_endpoint_auth_method: 'none' }, refusal);
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(methods()).toEqual(['none', 'basic', 'post']);
  },
);

quirk(
  'a secret that is wanted at a refresh for the first time is used there',
  'RFC 6749 section 6: “If the client type is confidential or the client was issued client credentials […], the client MUST authenticate”',
  async () => {
    const { site, methods } = await secretSite('basic', { token_endpoint_auth_method: 'none' });
    const { '/token': strict } = site.routes;
    site.routes['/token'] = (asked) => {
      if (asked.form.get('grant_type') === 'refresh_token') return (strict as Reply)(asked);
      return { json: site.issue({ clientId: asked.form.get('client_id') ?? '', scope: '' }) };
    };
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    user.kit.clock.ahead = 2 * 3600_000;
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    expect(methods()).toEqual(['none', 'none', 'basic']);
  },
);

const closed: [string, string, Answer, string | undefined][] = [
  [
    '403 and a word',
    'https://github.com/docker/sbx-releases/issues/435',
    { status: 403, body: 'Forbidden' },
    'Forbidden',
  ],
  [
    'an allow-list',
    'https://github.com/appstrate/appstrate/issues/602',
    refused('invalid_request', 'Your integration is not currently allowlisted. Ask at https://forms.example/allow.'),
    'Your integration is not currently allowlisted. Ask at https://forms.example/allow.',
  ],
  [
    '401, for an initial access token',
    'https://github.com/elgorro/aiquila/issues/457',
    { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: '' },
    undefined,
  ],
  ['access_denied', 'RFC 6749 section 4.1.2.1', refused('access_denied', 'Ask us first', 403), 'Ask us first'],
  [
    '404 at the address that it names',
    'https://github.com/Zomato/mcp-server-manifest/issues/30',
    { status: 404, headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Not found' },
    undefined,
  ],
  [
    'a firewall’s page',
    'RFC 9110 section 15.5.4',
    { status: 403, headers: { 'content-type': 'text/html' }, body: '<html><h1>Request blocked</h1></html>' },
    undefined,
  ],
];
for (const [words, source, answer, serverText] of closed)
  quirk(
    `a closed registration leads to the client ID, with the return address to ask for: ${words}`,
    source,
    async () => {
      const site = await oddSite();
      site.routes['/register'] = () => answer;
      const user = await startUser(site.url);
      const error = await user.signIn();
      expect(error).toMatchObject({
        code: 'registration_refused',
        remedy: 'edit_settings',
        values: { redirectUri: 'http://127.0.0.1/oauth/callback' },
      });
      expect(typeof error === 'object' && error.serverText).toBe(serverText);
    },
  );

comparison(
  'a registration endpoint that is down is tried again later, and no client ID is asked for',
  'RFC 9110 section 15.6.4',
  async () => {
    const site = await oddSite();
    site.routes['/register'] = () => ({ status: 503, headers: { 'retry-after': '5' }, body: '' });
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({ code: 'registration_refused', remedy: 'retry' });
    expect(registrations(site)).toHaveLength(1);
  },
);

quirk(
  'a server without registration names the return address to ask for',
  'https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization',
  async () => {
    const site = await oddSite();
    delete site.metadata['registration_endpoint'];
    const user = await startUser(site.url);
    expect(await user.signIn()).toMatchObject({
      code: 'registration_unsupported',
      remedy: 'edit_settings',
      values: { redirectUri: 'http://127.0.0.1/oauth/callback' },
    });
  },
);
