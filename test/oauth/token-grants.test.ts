import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import {
  parseAuthorizationResponse,
  validateAuthorizationResponse,
} from '../../src-main/oauth/authorization-response.ts';
import { readAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import type { ClientCredentials } from '../../src-main/oauth/client-authentication.ts';
import { exchangeAuthorizationCode, refreshTokens } from '../../src-main/oauth/token-grants.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';
import { html, json, scriptedServer, type Reply, type ScriptedServer } from '../support/scripted-server.ts';

const resource = 'https://notes.example/mcp';
const redirectUri = 'app.keyfob:/oauth/callback';
const publicClient: ClientCredentials = { clientId: 'client-1', tokenEndpointAuthMethod: 'none' };

function metadataOf({ origin: issuer }: ScriptedServer) {
  return readAuthorizationServerMetadata(issuer, {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    code_challenge_methods_supported: ['S256'],
  });
}

async function exchange(reply: Reply, credentials = publicClient) {
  const server = await scriptedServer({ '/token': reply });
  const metadata = metadataOf(server);
  const { parameters } = parseAuthorizationResponse(`${redirectUri}?code=the-code&state=s`);
  const tokens = exchangeAuthorizationCode({
    authorizationServer: metadata,
    credentials,
    resource,
    fetch: createOutbound('loopback').token,
    response: validateAuthorizationResponse(metadata, credentials.clientId, parameters, 's'),
    redirectUri,
    codeVerifier: new Secret('v'.repeat(43)),
  });
  return { server, tokens };
}

async function refresh(reply: Reply, credentials = publicClient) {
  const server = await scriptedServer({ '/token': reply });
  const tokens = refreshTokens({
    authorizationServer: metadataOf(server),
    credentials,
    resource,
    fetch: createOutbound('loopback').token,
    refreshToken: new Secret('refresh-1'),
  });
  return { server, tokens };
}

const good = {
  access_token: 'access-1',
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: 'refresh-2',
  scope: 'read',
};
const issued = (other: Record<string, unknown> = {}) => json({ ...good, ...other });
/** JSON that no JSON.stringify writes. */
const raw =
  (body: string | Buffer, status = 200): Reply =>
  () => ({ status, headers: { 'content-type': 'application/json' }, body });

describe('the code', () => {
  it('is exchanged with every parameter that proves its owner', async () => {
    const { server, tokens } = await exchange(issued());
    const got = await tokens;
    expect([got.accessToken.reveal(), got.refreshToken?.reveal()]).toEqual(['access-1', 'refresh-2']);
    expect(got).toMatchObject({ expiresIn: 3600, scope: 'read' });
    expect(inspect(got)).not.toMatch(/access-1|refresh-2/);
    expect(Object.fromEntries(server.requests[0]?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: redirectUri,
      code_verifier: 'v'.repeat(43),
      client_id: 'client-1',
      resource,
    });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['invalid_grant', 'code_refused'],
    ['invalid_client', 'client_unknown'],
    ['invalid_request', 'token_refused'],
    ['invalid_target', 'token_refused'],
    ['__proto__', 'token_refused'],
  ] as const)('that is answered with %s ends in %s', async (error, code) => {
    const { server, tokens } = await exchange(json({ error, error_description: 'No.' }, 400));
    await expect(tokens).rejects.toEqual(fault(code, { host: server.host }));
    await expect(tokens).rejects.toMatchObject({ serverText: 'No.' });
  });
});

describe('a refresh', () => {
  it('sends the refresh token for the same resource, and no scope', async () => {
    const { server, tokens } = await refresh(issued());
    await tokens;
    expect(Object.fromEntries(server.requests[0]?.form ?? [])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'client-1',
      resource,
    });
  });

  it('fails by invalid_grant, and by no other error', async () => {
    await expect((await refresh(json({ error: 'invalid_grant' }, 400))).tokens).rejects.toEqual(
      fault('refresh_token_invalid'),
    );
    const others: Reply[] = [
      json({ error: 'invalid_request' }, 400),
      json({ error: 'INVALID_GRANT' }, 400),
      json({ error: ['invalid_grant'] }, 400),
      json({ error: 'invalid_grant' }, 500),
      json({ error: 'invalid_grant' }, 503),
      json({ error: 'invalid_grant' }, 200),
      json('invalid_grant', 400),
      raw('error=invalid_grant', 400),
      html(400),
      html(200),
      () => ({ status: 400, body: '' }),
      () => ({ status: 401, body: '' }),
      () => ({ status: 429, headers: { 'retry-after': '10' }, body: '' }),
      () => ({ status: 302, headers: { location: '/login' }, body: '' }),
      () => 'close',
    ];
    for (const reply of others) {
      const { tokens } = await refresh(reply);
      const error = (await tokens.catch((refusal: unknown) => refusal)) as { code: string };
      expect(error.code).toBeDefined();
      expect(error.code).not.toBe('refresh_token_invalid');
    }
  });

  it('does not claim tokens that the response does not have', async () => {
    const { tokens } = await refresh(json({ access_token: 'access-1', refresh_token: 'refresh-2', token_type: 'mac' }));
    const error = (await tokens.catch((refusal: unknown) => refusal)) as Error;
    expect(error.message).not.toMatch(/access-1|refresh-/);
  });
});

describe('the client in a token request', () => {
  const secret = new Secret('s:e+c&r t');

  it('is named in the header by client_secret_basic, encoded as in RFC 6749', async () => {
    const { server, tokens } = await refresh(issued(), {
      clientId: 'client:1',
      clientSecret: secret,
      tokenEndpointAuthMethod: 'client_secret_basic',
    });
    await tokens;
    const [asked] = server.requests;
    const decoded = Buffer.from(asked?.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
    const [id, password] = decoded.split(':').map((part) => new URLSearchParams(`x=${part}`).get('x'));
    expect([id, password]).toEqual(['client:1', 's:e+c&r t']);
    expect(asked?.form.has('client_secret')).toBe(false);
  });

  it('is named in the body by client_secret_post', async () => {
    const { server, tokens } = await refresh(issued(), {
      clientId: 'client-1',
      clientSecret: secret,
      tokenEndpointAuthMethod: 'client_secret_post',
    });
    await tokens;
    expect(server.requests[0]?.form.get('client_secret')).toBe('s:e+c&r t');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each<[string, Reply]>([
    ['400', json({ error: 'invalid_client' }, 400)],
    ['401', json({ error: 'invalid_client' }, 401)],
    ['401 and a challenge', json({ error: 'invalid_client' }, 401, { 'www-authenticate': 'Basic realm="login"' })],
  ])('may be unknown to the server, which answers with %s', async (_words, reply) => {
    const { server, tokens } = await refresh(reply);
    await expect(tokens).rejects.toEqual(fault('client_unknown', { host: server.host }));
  });
});

describe('a token', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])('of the type %s is accepted', async (token_type) => {
    expect((await (await exchange(issued({ token_type }))).tokens).accessToken.reveal()).toBe('access-1');
  });

  it.each([['mac'], ['DPoP'], ['N_A'], [''], [null], [undefined], [5], [['Bearer']]])(
    'of the type %j is refused',
    async (token_type) => {
      const { server, tokens } = await exchange(issued({ token_type }));
      await expect(tokens).rejects.toEqual(fault('token_response_invalid', { host: server.host }));
    },
  );

  it.each([
    ['empty', ''],
    ['no text', 12345],
    ['null', null],
    ['missing', undefined],
    ['a list', ['access-1']],
    ['broken by a line', 'access\r\nX-Evil: 1'],
    ['broken by a space', 'access 1'],
    ['with a NUL', 'access\0'],
    ['with an umlaut', 'äccess'],
    ['with a lone surrogate', '\ud800'],
    ['1 MB long', 'a'.repeat(1_000_000)],
  ])('that is %s is refused', async (_words, access_token) => {
    const { tokens } = await exchange(issued({ access_token }));
    const error = (await tokens.catch((refusal: unknown) => refusal)) as { code: string };
    expect(['token_response_invalid', 'answer_too_large']).toContain(error.code);
  });

  it('may be 16,384 letters long, and no longer', async () => {
    const access_token = 'a'.repeat(16_384);
    expect((await (await exchange(issued({ access_token }))).tokens).accessToken.reveal()).toBe(access_token);
    const { server, tokens } = await exchange(issued({ access_token: `${access_token}a` }));
    await expect(tokens).rejects.toEqual(fault('token_too_long', { host: server.host }));
  });

  it('to renew with, or to name the account, is dropped where it is longer', async () => {
    const long = 'r'.repeat(16_385);
    const tokens = await (await exchange(issued({ refresh_token: long, id_token: long }))).tokens;
    expect(Object.keys(tokens)).not.toContain('refreshToken');
    expect(Object.keys(tokens)).not.toContain('idToken');
  });
});

// An authorization server that answers with tokens has used up the code or the refresh token of the request. Refusing
// the tokens because of an optional member would lose them.
describe('the token of a response is accepted', () => {
  it.each<[string, string, number | undefined]>([
    ['3600', '3600', 3600],
    ['text', '"3600"', 3600],
    ['half a second', '0.5', 0.5],
    ['0', '0', undefined],
    ['a year and more', '1e12', 366 * 24 * 3600],
    ['negative', '-5', undefined],
    ['endless', '1e400', undefined],
    ['null', 'null', undefined],
    ['words', '"soon"', undefined],
    ['a list', '[3600]', undefined],
    ['true', 'true', undefined],
  ])('when expires_in is %s', async (_words, text, expiresIn) => {
    const body = JSON.stringify(good).replace('"expires_in":3600', `"expires_in":${text}`);
    const tokens = await (await refresh(raw(body))).tokens;
    expect(tokens.accessToken.reveal()).toBe('access-1');
    expect(tokens.refreshToken?.reveal()).toBe('refresh-2');
    expect(tokens.expiresIn).toBe(expiresIn);
  });

  it('when expires_in is absent', async () => {
    expect(await (await refresh(issued({ expires_in: undefined }))).tokens).not.toHaveProperty('expiresIn');
  });

  it.each([[undefined], [''], [null], [5]])('when the refresh token is %j', async (refresh_token) => {
    const tokens = await (await refresh(issued({ refresh_token }))).tokens;
    expect(tokens.accessToken.reveal()).toBe('access-1');
    expect(tokens).not.toHaveProperty('refreshToken');
  });

  it.each([[undefined], [null], [[]], [5]])('when the scope is %j', async (scope) => {
    const tokens = await (await refresh(issued({ scope }))).tokens;
    expect(tokens.accessToken.reveal()).toBe('access-1');
    expect(tokens).not.toHaveProperty('scope');
  });

  it('when the scope is a list', async () => {
    expect((await (await refresh(issued({ scope: ['read', 'write'] }))).tokens).scope).toBe('read write');
  });

  it('when the scope is empty', async () => {
    expect((await (await refresh(issued({ scope: '' }))).tokens).scope).toBe('');
  });

  it.each(['not a token', 'eyJhbGciOiJub25lIn0.eyJleHAiOjF9.', null, 5])(
    'when there is the ID token %j',
    async (id_token) => {
      expect((await (await refresh(issued({ id_token }))).tokens).accessToken.reveal()).toBe('access-1');
    },
  );

  it('when there is a challenge beside it, or a `__proto__` in it', async () => {
    const beside = await refresh(json(good, 200, { 'www-authenticate': 'Bearer' }));
    expect((await beside.tokens).accessToken.reveal()).toBe('access-1');
    const { tokens } = await refresh(
      raw(`{"__proto__":{"scope":"admin"},"access_token":"access-1","token_type":"bearer"}`),
    );
    const got = await tokens;
    expect(got.accessToken.reveal()).toBe('access-1');
    expect(got).not.toHaveProperty('scope');
  });
});

describe('an invalid token response', () => {
  it.each<[string, Reply]>([
    ['200 with an error', json({ error: 'bad_refresh_token' })],
    ['200 with a page', html(200)],
    ['200 with nothing', () => ({ status: 200, body: '' })],
    ['200 with a list', json([good])],
    ['200 with null', json(null)],
    ['200 in the form of a form', () => ({ status: 200, body: 'access_token=access-1&token_type=bearer' })],
    ['200 cut short', raw(JSON.stringify(good).slice(0, -5))],
    ['200 with a comma too much', raw(JSON.stringify(good).replace('}', ',}'))],
    ['201', json(good, 201)],
    ['204', () => ({ status: 204 })],
    ['400 with a page', html(400)],
    ['400 with a list', json([], 400)],
    ['400 with an error that is no text', json({ error: 5 }, 400)],
    ['401 without a body', () => ({ status: 401, body: '' })],
    ['401 with a challenge alone', () => ({ status: 401, headers: { 'www-authenticate': 'Basic' }, body: '' })],
    ['500', html(500)],
    ['503 that says when to come back', () => ({ status: 503, headers: { 'retry-after': '1' }, body: '' })],
    ['304', () => ({ status: 304 })],
    ['302 to nowhere', () => ({ status: 302, body: '' })],
  ])('that is %s is refused as such', async (_words, reply) => {
    const { server, tokens } = await exchange(reply);
    await expect(tokens).rejects.toEqual(fault('token_response_invalid', { host: server.host }));
  });

  it.each([
    ['begins with a byte order mark', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(JSON.stringify(good))])],
    ['is UTF-16', Buffer.from(`\ufeff${JSON.stringify(good)}`, 'utf16le')],
    [
      'is no UTF-8',
      Buffer.concat([Buffer.from(JSON.stringify(good).slice(0, -2)), Buffer.of(0xff), Buffer.from('"}')]),
    ],
    ['is 33 deep', Buffer.from(`{"a":${'['.repeat(33)}${']'.repeat(33)}}`)],
  ])('that %s is malformed', async (_words, body) => {
    const { server, tokens } = await exchange(raw(body));
    await expect(tokens).rejects.toEqual(fault('answer_malformed', { host: server.host }));
  });

  it.each([301, 302, 303, 307, 308])('that redirects with %i is refused, and nothing is sent on', async (status) => {
    const elsewhere = await scriptedServer({ '/token': issued() });
    const { server, tokens } = await refresh(() => ({
      status,
      headers: { location: `${elsewhere.origin}/token` },
      body: '',
    }));
    await expect(tokens).rejects.toEqual(fault('redirect_refused', { host: server.host }));
    expect(elsewhere.requests).toEqual([]);
  });

  it('because the connection broke is a failure of the connection', async () => {
    const { server, tokens } = await exchange(() => 'close');
    await expect(tokens).rejects.toEqual(fault('connection_failed', { host: server.host }));
  });
});
