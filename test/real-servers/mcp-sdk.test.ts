import { randomUUID } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { listenOnLoopback } from '../fixtures/loopback.ts';
import { load } from './load.ts';
import { roundTrip, type RealServer } from './round-trip.ts';

interface Client {
  client_id: string;
}

interface Authorized {
  state?: string;
  scopes?: string[];
  codeChallenge: string;
  redirectUri: string;
}

interface Issued {
  clientId: string;
  scopes: string[];
}

const lifetime = 3600;

/** The router of the MCP library for servers, with codes and tokens in memory, and a user who always agrees. */
async function start(): Promise<RealServer> {
  const { default: express } = await load<{ default: () => RequestListener & { use: (router: unknown) => void } }>(
    'express',
  );
  const router = await load<{ mcpAuthRouter: (options: object) => unknown }>(
    '@modelcontextprotocol/sdk/server/auth/router.js',
  );
  const loopback = await listenOnLoopback();
  onTestFinished(() => loopback.close());
  const clients = new Map<string, Client>();
  const codes = new Map<string, Authorized>();
  const accessTokens = new Map<string, Issued>();
  const refreshTokens = new Map<string, Issued>();
  const issue = (issued: Issued) => {
    const [access, refresh] = [randomUUID(), randomUUID()];
    accessTokens.set(access, issued);
    refreshTokens.set(refresh, issued);
    return {
      access_token: access,
      token_type: 'bearer',
      expires_in: lifetime,
      refresh_token: refresh,
      scope: issued.scopes.join(' '),
    };
  };
  const provider = {
    clientsStore: {
      getClient: (id: string) => clients.get(id),
      registerClient(client: Client) {
        clients.set(client.client_id, client);
        return client;
      },
    },
    async authorize(_client: Client, asked: Authorized, response: ServerResponse & { redirect: (to: string) => void }) {
      const code = randomUUID();
      codes.set(code, asked);
      const back = new URL(asked.redirectUri);
      back.searchParams.set('code', code);
      if (asked.state !== undefined) back.searchParams.set('state', asked.state);
      response.redirect(back.href);
    },
    challengeForAuthorizationCode: async (_client: Client, code: string) => codes.get(code)?.codeChallenge,
    exchangeAuthorizationCode: async ({ client_id: clientId }: Client, code: string) => {
      const { scopes = [] } = codes.get(code) ?? {};
      codes.delete(code);
      return issue({ clientId, scopes });
    },
    async exchangeRefreshToken(_client: Client, token: string) {
      const issued = refreshTokens.get(token);
      if (!issued) throw new Error('unknown');
      refreshTokens.delete(token);
      return issue(issued);
    },
    async revokeToken(_client: Client, { token }: { token: string }) {
      accessTokens.delete(token);
      refreshTokens.delete(token);
    },
  };
  const app = express();
  app.use(router.mcpAuthRouter({ provider, issuerUrl: new URL(loopback.origin), scopesSupported: ['tools.read'] }));
  loopback.answerWith(app);
  return {
    issuer: `${loopback.origin}/`,
    async inspect(token) {
      const issued = accessTokens.get(token);
      return issued && { ...issued, account: 'ann@example.com', expiresAt: Math.floor(Date.now() / 1000) + lifetime };
    },
  };
}

it('mcpAuthRouter of the MCP library signs in, renews and signs out', async () => {
  expect.hasAssertions();
  await roundTrip(await start(), { revocation: 'confirmed' });
});
