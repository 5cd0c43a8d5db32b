import { createHash, randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { listenOnLoopback } from '../fixtures/loopback.ts';
import { load } from './load.ts';
import { roundTrip, type RealServer } from './round-trip.ts';

interface AccessTokenRow {
  token: string;
  clientId: string;
  scopes: string[];
  expiresAt: Date;
  userId: string;
  revoked?: Date | null;
}

/** better-auth with its OAuth provider, tables in memory, and a user with a password. */
async function start(): Promise<RealServer> {
  const { betterAuth } = await load<{ betterAuth: (options: object) => unknown }>('better-auth');
  const { memoryAdapter } = await load<{ memoryAdapter: (tables: object) => unknown }>('better-auth/adapters/memory');
  const { getAuthTables } = await load<{ getAuthTables: (options: object) => object }>('better-auth/db');
  const { toNodeHandler } = await load<{ toNodeHandler: (auth: unknown) => RequestListener }>('better-auth/node');
  const { oauthProvider } = await load<{ oauthProvider: (options: object) => unknown }>('@better-auth/oauth-provider');
  const loopback = await listenOnLoopback();
  onTestFinished(() => loopback.close());
  const { origin } = loopback;
  const user = { name: 'Ann', email: 'ann@example.com', password: 'correct horse battery' };
  let tables: Record<string, object[]> = {};
  const cookies = new Map<string, string>();
  /** As the scripts of its pages do: from its own origin, with its cookies. */
  const post = async (path: string, body: object) => {
    const response = await fetch(`${origin}/api/auth${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return (await response.json()) as { url?: string };
  };
  return {
    issuer: `${origin}/api/auth`,
    async protect(url) {
      const options = {
        baseURL: origin,
        secret: randomBytes(32).toString('hex'),
        emailAndPassword: { enabled: true },
        rateLimit: { enabled: false },
        telemetry: { enabled: false },
        plugins: [
          oauthProvider({
            loginPage: '/sign-in',
            consentPage: '/consent',
            scopes: ['offline_access', 'tools.read', 'tools.call'],
            resources: [url],
            clientRegistrationDefaultResources: [url],
            disableJwtPlugin: true,
            allowDynamicClientRegistration: true,
            allowUnauthenticatedClientRegistration: true,
          }),
        ],
      };
      tables = Object.fromEntries(Object.keys(getAuthTables(options)).map((name) => [name, []]));
      loopback.answerWith(toNodeHandler(betterAuth({ ...options, database: memoryAdapter(tables) })));
      await post('/sign-up/email', user);
      cookies.clear();
    },
    /** Its pages are the operator's: a form for the password, and one for the consent. */
    async browse(page) {
      let url = page;
      for (let hop = 0; hop < 10; hop += 1) {
        if (url.origin !== origin) return url.href;
        const oauthQuery = { oauth_query: url.search.slice(1) };
        if (url.pathname === '/sign-in') {
          const { email, password } = user;
          url = new URL((await post('/sign-in/email', { email, password, ...oauthQuery })).url ?? '', origin);
        } else if (url.pathname === '/consent') {
          url = new URL((await post('/oauth2/consent', { accept: true, ...oauthQuery })).url ?? '', origin);
        } else {
          const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
          const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
          // To a request of `fetch` it answers with the address instead of a redirect.
          const location = response.headers.get('location') ?? ((await response.json()) as { url: string }).url;
          url = new URL(location, url);
        }
      }
      throw new Error('better-auth went round in circles.');
    },
    async inspect(token) {
      const stored = createHash('sha256').update(token).digest('base64url');
      const rows = (tables['oauthAccessToken'] ?? []) as AccessTokenRow[];
      const row = rows.find((each) => each.token === stored && !each.revoked);
      if (!row) return undefined;
      const { clientId, scopes, expiresAt } = row;
      return { account: user.email, clientId, scopes, expiresAt: Math.floor(expiresAt.getTime() / 1000) };
    },
  };
}

it('better-auth signs in, renews and signs out', async () => {
  expect.hasAssertions();
  await roundTrip(await start(), { revocation: 'confirmed' });
});
