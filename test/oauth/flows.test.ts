import { describe, expect, it, onTestFinished } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { createAuthorizationRequest } from '../../src-main/oauth/authorization-request.ts';
import {
  parseAuthorizationResponse,
  validateAuthorizationResponse,
} from '../../src-main/oauth/authorization-response.ts';
import {
  fetchAuthorizationServerMetadata,
  type AuthorizationServerMetadata,
} from '../../src-main/oauth/authorization-server-metadata.ts';
import {
  chooseAuthenticationMethod,
  type AuthenticationMethod,
  type ClientCredentials,
} from '../../src-main/oauth/client-authentication.ts';
import { generateClientKey, publicJwks } from '../../src-main/oauth/client-key.ts';
import { registerClient } from '../../src-main/oauth/client-registration.ts';
import { requestDeviceAuthorization } from '../../src-main/oauth/device-authorization.ts';
import { dpopHandle, generateDpopKey, type DpopHandle } from '../../src-main/oauth/dpop.ts';
import { pushAuthorizationRequest } from '../../src-main/oauth/pushed-authorization-request.ts';
import {
  exchangeAuthorizationCode,
  pollDeviceToken,
  refreshTokens,
  requestClientCredentialsToken,
} from '../../src-main/oauth/token-grants.ts';
import { revokeToken } from '../../src-main/oauth/token-revocation.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { answerDevicePages } from '../fixtures/authorization-server-device.ts';
import {
  startAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '../fixtures/authorization-server.ts';
import { answerPages } from '../fixtures/person.ts';
import { fault } from '../support/faults.ts';

const resource = 'https://notes.example/mcp';
const redirectUri = 'app.keyfob:/oauth/callback';
const scope = 'notes:read offline_access';
const { token: fetch, metadata: fetchMetadata } = createOutbound('loopback');
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

async function start(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const authorization = await startAuthorizationServer(options);
  onTestFinished(() => authorization.close());
  authorization.protect(resource, { name: 'Notes', scopes: { 'notes:read': 'read notes' } });
  return authorization;
}

const byCode = {
  client_id: 'client-1',
  application_type: 'native',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
} as const;

/** A client registered by hand, and its metadata. */
async function preRegistered(method: AuthenticationMethod, other: Record<string, unknown> = {}) {
  const privateKey = method === 'private_key_jwt' ? await generateClientKey() : undefined;
  const clientSecret = method.startsWith('client_secret') ? new Secret('s:e+c&r t%20') : undefined;
  const credentials: ClientCredentials = {
    clientId: byCode.client_id,
    tokenEndpointAuthMethod: method,
    clientSecret,
    privateKey,
  };
  const client = {
    ...byCode,
    token_endpoint_auth_method: method,
    ...(privateKey && { jwks: await publicJwks(privateKey), token_endpoint_auth_signing_alg: 'ES256' }),
    ...(clientSecret && { client_secret: clientSecret.reveal() }),
    ...other,
  };
  return { credentials, clients: [client] as unknown as NonNullable<AuthorizationServerOptions['clients']> };
}

interface SignIn {
  server: AuthorizationServerMetadata;
  credentials: ClientCredentials;
  dpop?: DpopHandle;
  pushed?: boolean;
}

/** From the authorization URL to tokens, through the server's own pages. */
async function signIn({ server: authorizationServer, credentials, dpop, pushed }: SignIn) {
  const { clientId } = credentials;
  const request = await createAuthorizationRequest({ authorizationServer, clientId, redirectUri, scope, resource });
  const url = pushed
    ? await pushAuthorizationRequest({ authorizationServer, credentials, url: request.url, fetch, dpop })
    : request.url;
  const { parameters } = parseAuthorizationResponse(await answerPages(url.href));
  return exchangeAuthorizationCode({
    authorizationServer,
    credentials,
    resource,
    fetch,
    dpop,
    response: validateAuthorizationResponse(authorizationServer, clientId, parameters, request.state),
    redirectUri,
    codeVerifier: request.codeVerifier,
  });
}

const revealed = (secret: Secret | undefined) => {
  if (!secret) throw new Error('there is none');
  return secret;
};

const isLive = async (authorization: AuthorizationServer, token: Secret) =>
  (await authorization.inspect(token.reveal())) !== undefined;

describe('the whole flow, from discovery to revocation,', () => {
  it('works as a public client that registers itself', async () => {
    const authorization = await start();
    const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const credentials = await registerClient(authorizationServer, redirectUri, fetch, { softwareVersion: '1.2.3' });
    expect(credentials.tokenEndpointAuthMethod).toBe('none');
    const first = await signIn({ server: authorizationServer, credentials });
    expect(first).toMatchObject({ tokenType: 'bearer', expiresIn: 3600 });
    expect(await authorization.inspect(first.accessToken.reveal())).toMatchObject({
      account: 'ann@example.com',
      audience: resource,
      scopes: ['notes:read'],
    });
    const refreshToken = revealed(first.refreshToken);
    const second = await refreshTokens({ authorizationServer, credentials, resource, fetch, refreshToken });
    expect(second.accessToken.reveal()).not.toBe(first.accessToken.reveal());
    await revokeToken(authorizationServer, credentials, revealed(second.refreshToken), 'refresh_token', fetch);
    expect(await isLive(authorization, second.accessToken)).toBe(false);
    await expect(
      refreshTokens({ authorizationServer, credentials, resource, fetch, refreshToken: revealed(second.refreshToken) }),
    ).rejects.toEqual(fault('refresh_token_invalid'));
  });

  it.each(['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const)(
    'works as a confidential client by %s',
    async (method) => {
      const { credentials, clients } = await preRegistered(method);
      const authorization = await start({ clients });
      const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
      const tokens = await signIn({ server: authorizationServer, credentials });
      const renewed = await refreshTokens({
        authorizationServer,
        credentials,
        resource,
        fetch,
        refreshToken: revealed(tokens.refreshToken),
      });
      expect(await isLive(authorization, renewed.accessToken)).toBe(true);
      await revokeToken(authorizationServer, credentials, renewed.accessToken, 'access_token', fetch);
      expect(await isLive(authorization, renewed.accessToken)).toBe(false);
    },
  );

  it('is refused to a client with another secret or key', async () => {
    const { clients } = await preRegistered('client_secret_basic');
    const authorization = await start({ clients });
    const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const stranger = { clientId: byCode.client_id, tokenEndpointAuthMethod: 'client_secret_basic' };
    await expect(signIn({ server, credentials: { ...stranger, clientSecret: new Secret('guess') } })).rejects.toEqual(
      fault('client_unknown'),
    );

    const { clients: withKey } = await preRegistered('private_key_jwt');
    const other = await start({ clients: withKey });
    const second = await fetchAuthorizationServerMetadata(other.issuer, fetchMetadata);
    await expect(
      signIn({
        server: second,
        credentials: {
          clientId: byCode.client_id,
          tokenEndpointAuthMethod: 'private_key_jwt',
          privateKey: await generateClientKey(),
        },
      }),
    ).rejects.toEqual(fault('client_unknown'));
  });

  it.each(['/tenant', '/a/b'])('works at an issuer with the path %s', async (path) => {
    const authorization = await start({ path });
    expect(new URL(authorization.issuer).pathname).toBe(path);
    const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    expect(new URL(server.token_endpoint).pathname).toBe(`${path}/token`);
    const credentials = await registerClient(server, redirectUri, fetch);
    const tokens = await signIn({ server, credentials });
    expect(await isLive(authorization, tokens.accessToken)).toBe(true);
  });

  it('works with tokens that live for five seconds', async () => {
    const authorization = await start({ accessTokenSeconds: 5 });
    const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const credentials = await registerClient(authorizationServer, redirectUri, fetch);
    const tokens = await signIn({ server: authorizationServer, credentials });
    expect(tokens.expiresIn).toBe(5);
    await expect.poll(() => isLive(authorization, tokens.accessToken), { timeout: 8000 }).toBe(false);
    const renewed = await refreshTokens({
      authorizationServer,
      credentials,
      resource,
      fetch,
      refreshToken: revealed(tokens.refreshToken),
    });
    expect(await isLive(authorization, renewed.accessToken)).toBe(true);
  });

  it('loses everything where a refresh token is used twice', async () => {
    const authorization = await start();
    const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const credentials = await registerClient(authorizationServer, redirectUri, fetch);
    const refreshToken = revealed((await signIn({ server: authorizationServer, credentials })).refreshToken);
    const renewed = await refreshTokens({ authorizationServer, credentials, resource, fetch, refreshToken });
    await expect(refreshTokens({ authorizationServer, credentials, resource, fetch, refreshToken })).rejects.toEqual(
      fault('refresh_token_invalid'),
    );
    await expect(
      refreshTokens({
        authorizationServer,
        credentials,
        resource,
        fetch,
        refreshToken: revealed(renewed.refreshToken),
      }),
    ).rejects.toEqual(fault('refresh_token_invalid'));
    expect(await isLive(authorization, renewed.accessToken)).toBe(false);
  });
});

describe('a pushed authorization request', () => {
  it.each([false, true])('brings tokens where it is required (with DPoP: %s)', async (bound) => {
    const authorization = await start({ requirePushedRequests: true, ...(bound && { dpop: 'required' }) });
    const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    expect(server.require_pushed_authorization_requests).toBe(true);
    const credentials = await registerClient(server, redirectUri, fetch);
    const dpop = bound ? { dpop: await dpopHandle(await generateDpopKey()) } : {};
    const tokens = await signIn({ server, credentials, pushed: true, ...dpop });
    expect(await isLive(authorization, tokens.accessToken)).toBe(true);
    expect(authorization.requests).toContainEqual({ endpoint: 'pushed_request', status: 201 });
  });

  it('shows no parameter of the request to the browser', async () => {
    const { credentials, clients } = await preRegistered('private_key_jwt');
    const authorization = await start({ clients });
    const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const { clientId } = credentials;
    const { url } = await createAuthorizationRequest({ authorizationServer, clientId, redirectUri, scope, resource });
    const pushed = await pushAuthorizationRequest({ authorizationServer, credentials, url, fetch });
    expect([...pushed.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    expect(pushed.origin + pushed.pathname).toBe(authorizationServer.authorization_endpoint);
  });

  it('is refused to an unknown client', async () => {
    const authorization = await start();
    const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const credentials = { clientId: 'nobody', tokenEndpointAuthMethod: 'none' };
    const { url } = await createAuthorizationRequest({
      authorizationServer,
      clientId: 'nobody',
      redirectUri,
      scope,
      resource,
    });
    await expect(pushAuthorizationRequest({ authorizationServer, credentials, url, fetch })).rejects.toEqual(
      fault('client_unknown'),
    );
  });
});

describe('tokens bound to a key', () => {
  it('are requested with a nonce, renewed with the same key and refused to another', async () => {
    const authorization = await start({ dpop: 'required' });
    const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const credentials = await registerClient(server, redirectUri, fetch);
    const key = await generateDpopKey();
    const dpop = await dpopHandle(key);
    const tokens = await signIn({ server, credentials, dpop });
    expect(tokens.tokenType).toBe('dpop');
    expect(authorization.requests.filter(({ endpoint }) => endpoint === 'token').map(({ status }) => status)).toEqual([
      400, 200,
    ]);
    const { kid } = JSON.parse(key.reveal()) as { kid: string };
    expect(await authorization.inspect(tokens.accessToken.reveal())).toMatchObject({ jkt: kid });

    // The handle has kept the nonce: no second one is requested.
    const request = { authorizationServer: server, credentials, resource, fetch };
    const renewed = await refreshTokens({ ...request, dpop, refreshToken: revealed(tokens.refreshToken) });
    expect(renewed.tokenType).toBe('dpop');
    expect(authorization.count('token')).toBe(3);

    const refreshToken = revealed(renewed.refreshToken);
    const other = await dpopHandle(await generateDpopKey());
    await expect(refreshTokens({ ...request, dpop: other, refreshToken })).rejects.toEqual(
      fault('refresh_token_invalid'),
    );
    // After a restart: the same key, and no nonce.
    const later = await refreshTokens({ ...request, dpop: await dpopHandle(key), refreshToken });
    expect(later.tokenType).toBe('dpop');
  });

  it('cannot be had without a key where the server requires it', async () => {
    const authorization = await start({ dpop: 'required' });
    const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const credentials = await registerClient(server, redirectUri, fetch);
    await expect(signIn({ server, credentials })).rejects.toEqual(fault('code_refused'));
  });

  it('are Bearer tokens where the server does not bind', async () => {
    const authorization = await start();
    const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const credentials = await registerClient(server, redirectUri, fetch);
    const dpop = await dpopHandle(await generateDpopKey());
    expect((await signIn({ server, credentials, dpop })).tokenType).toBe('bearer');
  });
});

describe('a token for the client itself', () => {
  const machine = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };

  it.each(['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const)(
    'is issued by %s',
    async (method) => {
      const { credentials, clients } = await preRegistered(method, machine);
      const authorization = await start({ clients, clientCredentials: true });
      const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata, {
        grant: 'other',
      });
      const tokens = await requestClientCredentialsToken({
        authorizationServer,
        credentials,
        resource,
        scope: 'notes:read',
        fetch,
      });
      expect(tokens).not.toHaveProperty('refreshToken');
      expect(await authorization.inspect(tokens.accessToken.reveal())).toMatchObject({
        account: '',
        clientId: byCode.client_id,
        audience: resource,
        scopes: ['notes:read'],
      });
    },
  );

  it('is bound to a key where there is one', async () => {
    const { credentials, clients } = await preRegistered('private_key_jwt', machine);
    const authorization = await start({ clients, clientCredentials: true, dpop: 'required' });
    const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata, { grant: 'other' });
    const dpop = await dpopHandle(await generateDpopKey());
    const request = { authorizationServer: server, credentials, resource, scope: 'notes:read', fetch };
    // Each of the two requests has an assertion of its own, or the second would be a replay.
    expect((await requestClientCredentialsToken({ ...request, dpop })).tokenType).toBe('dpop');
    expect(authorization.count('token', 'client_credentials')).toBe(2);
  });

  it('is refused with the server’s words for an unknown resource', async () => {
    const { credentials, clients } = await preRegistered('client_secret_basic', machine);
    const authorization = await start({ clients, clientCredentials: true });
    const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata, { grant: 'other' });
    const request = {
      authorizationServer: server,
      credentials,
      resource: 'https://other.example/mcp',
      scope: 'notes:read',
      fetch,
    };
    await expect(requestClientCredentialsToken(request)).rejects.toEqual(fault('token_refused'));
    await expect(requestClientCredentialsToken(request)).rejects.toMatchObject({
      serverText: expect.any(String) as string,
      cause: { error: 'invalid_target' },
    });
  });

  it('is refused to a client that may not request one', async () => {
    const { credentials, clients } = await preRegistered('client_secret_basic');
    const authorization = await start({ clients, clientCredentials: true });
    const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    await expect(
      requestClientCredentialsToken({ authorizationServer, credentials, resource, scope: '', fetch }),
    ).rejects.toEqual(fault('token_refused'));
  });
});

describe('a sign-in on another device', () => {
  const device = { grant_types: [deviceGrant, 'refresh_token'], response_types: [], redirect_uris: [] };

  async function begin(options: AuthorizationServerOptions = {}, dpop?: DpopHandle) {
    const { credentials, clients } = await preRegistered('none', device);
    const authorization = await start({ clients, deviceFlow: true, ...options });
    const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata, {
      grant: 'other',
    });
    const started = await requestDeviceAuthorization({ authorizationServer, credentials, scope, resource, fetch });
    const poll = () =>
      pollDeviceToken({ authorizationServer, credentials, resource, fetch, dpop, deviceCode: started.deviceCode });
    return { authorization, started, poll };
  }

  it('waits for the person, and succeeds', async () => {
    const { authorization, started, poll } = await begin();
    expect(started).toMatchObject({ expiresIn: 600, interval: 5 });
    expect(started.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(await poll()).toEqual({ pending: true, slowDown: false });
    expect(await answerDevicePages(started.verificationUri, started.userCode)).toBe('You are signed in');
    const tokens = await poll();
    if ('pending' in tokens) throw new Error('still pending');
    expect(await authorization.inspect(tokens.accessToken.reveal())).toMatchObject({ audience: resource });
    expect(tokens.refreshToken).toBeDefined();
    await expect(poll()).rejects.toEqual(fault('code_refused'));
  });

  it('uses the address that has the code in it', async () => {
    const { started, poll } = await begin();
    expect(started.verificationUriComplete).toContain(started.userCode);
    expect(await answerDevicePages(started.verificationUriComplete ?? '', started.userCode)).toBe('You are signed in');
    expect(await poll()).toMatchObject({ tokenType: 'bearer' });
  });

  it.each(['deny', 'another code'] as const)('ends where the person says %s', async (answer) => {
    const { started, poll } = await begin();
    await answerDevicePages(started.verificationUri, started.userCode, { answer });
    await expect(poll()).rejects.toEqual(fault('access_denied'));
  });

  it('binds its tokens to a key', async () => {
    const { started, poll } = await begin({ dpop: 'required' }, await dpopHandle(await generateDpopKey()));
    expect(await poll()).toEqual({ pending: true, slowDown: false });
    await answerDevicePages(started.verificationUri, started.userCode);
    expect(await poll()).toMatchObject({ tokenType: 'dpop' });
  });

  it('is not offered by every server', async () => {
    const authorization = await start();
    const authorizationServer = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
    const credentials = { clientId: 'client-1', tokenEndpointAuthMethod: 'none' };
    await expect(requestDeviceAuthorization({ authorizationServer, credentials, scope, fetch })).rejects.toEqual(
      fault('grant_unsupported'),
    );
  });
});

it('the client authentication is one that the real server supports', async () => {
  const authorization = await start();
  const server = await fetchAuthorizationServerMetadata(authorization.issuer, fetchMetadata);
  expect(chooseAuthenticationMethod(server, { hasSecret: true, hasKey: false })).toBe('client_secret_basic');
  expect(chooseAuthenticationMethod(server, { hasSecret: true, hasKey: true })).toBe('private_key_jwt');
  expect(chooseAuthenticationMethod(server, { hasSecret: false, hasKey: false })).toBe('none');
});
