import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { appLinkRedirectUri } from '../../src-main/redirect/app-link.ts';
import { openScriptedServer, type Answer, type Asked } from '../support/open-scripted-server.ts';
import { load } from './load.ts';
import { roundTrip, type RealServer } from './round-trip.ts';

interface Scope {
  name: string;
}

interface Token {
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken?: string;
  refreshTokenExpiresAt?: Date;
  client: { id: string };
  user?: { id: string };
  scopes: Scope[];
}

interface Code {
  code: string;
}

interface OAuthResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

interface AuthorizationRequest {
  user?: { id: string };
  isAuthorizationApproved: boolean;
}

interface Library {
  AuthorizationServer: new (...parts: unknown[]) => {
    enableGrantTypes: (...grants: unknown[]) => void;
    validateAuthorizationRequest: (request: object) => Promise<AuthorizationRequest>;
    completeAuthorizationRequest: (request: AuthorizationRequest) => Promise<OAuthResponse>;
    respondToAccessTokenRequest: (request: object) => Promise<OAuthResponse>;
    revoke: (request: object) => Promise<OAuthResponse>;
  };
  OAuthRequest: new (asked: object) => object;
  DateInterval: new (text: string) => unknown;
}

const later = (seconds: number) => new Date(Date.now() + seconds * 1000);

/** `@jmondi/oauth2-server` with its repositories in memory, and the metadata document that an operator writes. */
async function start(): Promise<RealServer> {
  const { AuthorizationServer, OAuthRequest, DateInterval } = await load<Library>('@jmondi/oauth2-server');
  const adapter = await load<{ handleVanillaError: (error: unknown) => OAuthResponse }>(
    '@jmondi/oauth2-server/vanilla',
  );
  const scopes = ['tools.read', 'tools.call'].map((name) => ({ name }));
  const client = {
    id: 'keyfob',
    name: 'Keyfob',
    redirectUris: [appLinkRedirectUri],
    allowedGrants: ['authorization_code', 'refresh_token'],
    scopes,
  };
  const codes = new Map<string, Code>();
  const tokens = new Map<string, Token>();
  const byRefresh = (refreshToken: string) => [...tokens.values()].find((one) => one.refreshToken === refreshToken);
  const codesStore = {
    getByIdentifier: async (code: string) => codes.get(code),
    issueAuthCode: (ofClient: object, user: object, granted: Scope[]) => ({
      code: randomUUID(),
      expiresAt: later(600),
      client: ofClient,
      user,
      scopes: granted,
    }),
    persist: async (code: Code) => void codes.set(code.code, code),
    isRevoked: async (code: string) => !codes.has(code),
    revoke: async (code: string) => void codes.delete(code),
  };
  const tokensStore = {
    issueToken: async (ofClient: Token['client'], granted: Scope[], user: Token['user']) => ({
      accessToken: randomUUID(),
      accessTokenExpiresAt: later(3600),
      client: ofClient,
      user,
      scopes: granted,
    }),
    issueRefreshToken: async (token: Token) =>
      Object.assign(token, { refreshToken: randomUUID(), refreshTokenExpiresAt: later(86_400) }),
    persist: async (token: Token) => void tokens.set(token.accessToken, token),
    revoke: async ({ accessToken }: Token) => void tokens.delete(accessToken),
    isRefreshTokenRevoked: async ({ accessToken }: Token) => !tokens.has(accessToken),
    getByRefreshToken: async (token: string) => byRefresh(token),
    getByAccessToken: async (token: string) => tokens.get(token),
  };
  const server = new AuthorizationServer(
    {
      getByIdentifier: async () => client,
      // Its revocation asks for the grant `client_credentials`, and answers 200 to a client without it.
      isClientValid: async (_grant: string, { id }: { id: string }) => id === client.id,
    },
    tokensStore,
    {
      getAllByIdentifiers: async (names: string[]) => scopes.filter(({ name }) => names.includes(name)),
      finalize: async (asked: Scope[]) => asked,
    },
    'a secret key that signs its tokens',
  );
  const grants = ['authorization_code', 'refresh_token'] as const;
  for (const grant of grants) {
    const enabled = grant === 'authorization_code' ? { grant, userRepository, authCodeRepository: codesStore } : grant;
    server.enableGrantTypes([enabled, new DateInterval('1h')]);
  }
  const requestOf = ({ path, headers, form }: Asked) =>
    new OAuthRequest({
      query: Object.fromEntries(new URL(path, 'http://127.0.0.1').searchParams),
      body: Object.fromEntries(form),
      headers,
    });
  const answering = (work: (request: object) => Promise<OAuthResponse>) => async (asked: Asked) => {
    const { status, headers, body } = await work(requestOf(asked)).catch(adapter.handleVanillaError);
    return { status, headers, json: body ?? {} } as Answer;
  };
  const web = await openScriptedServer();
  onTestFinished(() => web.close());
  const { origin } = web;
  Object.assign(web.routes, {
    '/authorize': answering(async (request) => {
      const asked = await server.validateAuthorizationRequest(request);
      asked.user = { id: 'ann@example.com' };
      asked.isAuthorizationApproved = true;
      return server.completeAuthorizationRequest(asked);
    }),
    '/token': answering((request) => server.respondToAccessTokenRequest(request)),
    '/token/revoke': answering((request) => server.revoke(request)),
    '/.well-known/oauth-authorization-server': (): Answer => ({
      json: {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        revocation_endpoint: `${origin}/token/revoke`,
        response_types_supported: ['code'],
        grant_types_supported: grants,
        token_endpoint_auth_methods_supported: ['none'],
        code_challenge_methods_supported: ['S256'],
        scopes_supported: scopes.map(({ name }) => name),
      },
    }),
  });
  return {
    issuer: origin,
    settings: { clientId: client.id, returnPath: 'app_link' },
    async inspect(token) {
      const { jti = '' } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
        jti?: string;
      };
      const found = tokens.get(jti);
      if (!found) return undefined;
      return {
        account: found.user?.id ?? '',
        clientId: found.client.id,
        scopes: found.scopes.map(({ name }) => name),
        expiresAt: Math.floor(found.accessTokenExpiresAt.getTime() / 1000),
      };
    },
  };
}

const userRepository = { getUserByCredentials: async (id: string) => ({ id }) };

it('@jmondi/oauth2-server signs in, renews and signs out', async () => {
  expect.hasAssertions();
  await roundTrip(await start(), { revocation: 'confirmed' });
});
