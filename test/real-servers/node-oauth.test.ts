import { expect, it, onTestFinished } from 'vitest';
import { openScriptedServer, type Answer, type Asked } from '../support/open-scripted-server.ts';
import { load } from './load.ts';
import { roundTrip, type RealServer } from './round-trip.ts';

interface Client {
  id: string;
  grants: string[];
  redirectUris: string[];
}

interface Token {
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken?: string;
  scope?: string[];
  client: Client;
  user: { id: string };
}

interface Code {
  authorizationCode: string;
}

interface Response {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

interface OAuth2Server {
  new (
    options: object,
  ): Record<'authorize' | 'token', (request: object, response: Response, options?: object) => Promise<unknown>>;
  Request: new (asked: object) => object;
  Response: new () => Response;
}

/** `@node-oauth/oauth2-server` with its model in memory. It has neither metadata nor registration. */
async function start(): Promise<RealServer> {
  const { default: Server } = await load<{ default: OAuth2Server }>('@node-oauth/oauth2-server');
  const client = {
    id: 'keyfob',
    grants: ['authorization_code', 'refresh_token'],
    redirectUris: ['http://127.0.0.1/oauth/callback'],
  };
  const codes = new Map<string, Code & { client: Client }>();
  const tokens = new Map<string, Token>();
  const byRefresh = (refreshToken: string) => [...tokens.values()].find((one) => one.refreshToken === refreshToken);
  const model = {
    getClient: async (id: string, secret: string | null) =>
      id === client.id && (secret === null || secret === 'a-secret') ? client : null,
    // A registered loopback address has any port (RFC 8252 section 7.3).
    validateRedirectUri: async (uri: string) => new URL(uri).hostname === '127.0.0.1',
    async saveAuthorizationCode(code: Code, ofClient: Client, user: object) {
      const saved = { ...code, client: ofClient, user };
      codes.set(code.authorizationCode, saved);
      return saved;
    },
    getAuthorizationCode: async (code: string) => codes.get(code),
    revokeAuthorizationCode: async ({ authorizationCode }: Code) => codes.delete(authorizationCode),
    async saveToken(token: Token, ofClient: Client, user: Token['user']) {
      const saved = { ...token, client: ofClient, user };
      tokens.set(token.accessToken, saved);
      return saved;
    },
    getAccessToken: async (token: string) => tokens.get(token),
    getRefreshToken: async (token: string) => byRefresh(token),
    revokeToken: async ({ refreshToken = '' }: Token) => tokens.delete(byRefresh(refreshToken)?.accessToken ?? ''),
  };
  const server = new Server({ model });
  const answer = (method: 'authorize' | 'token', options?: object) => async (asked: Asked) => {
    const { method: verb, headers, path, form } = asked;
    const query = Object.fromEntries(new URL(path, 'http://127.0.0.1').searchParams);
    const request = new Server.Request({ method: verb, headers, query, body: Object.fromEntries(form) });
    const response = new Server.Response();
    await server[method](request, response, options).catch(() => undefined);
    return { status: response.status, headers: response.headers, json: response.body ?? {} } as Answer;
  };
  const web = await openScriptedServer();
  onTestFinished(() => web.close());
  const authenticateHandler = { handle: async () => ({ id: 'ann@example.com' }) };
  Object.assign(web.routes, { '/authorize': answer('authorize', { authenticateHandler }), '/token': answer('token') });
  return {
    issuer: web.origin,
    settings: {
      authorizationEndpoint: `${web.origin}/authorize`,
      tokenEndpoint: `${web.origin}/token`,
      clientId: client.id,
      clientSecret: 'a-secret',
      scope: 'tools.read tools.call',
    },
    async inspect(token) {
      const found = tokens.get(token);
      if (!found) return undefined;
      const { scope = [], accessTokenExpiresAt, user } = found;
      const expiresAt = Math.floor(accessTokenExpiresAt.getTime() / 1000);
      return { account: user.id, clientId: client.id, scopes: scope, expiresAt };
    },
  };
}

it('@node-oauth/oauth2-server signs in and renews at addresses entered by hand', async () => {
  expect.hasAssertions();
  await roundTrip(await start(), { revocation: 'not_offered' });
});
