import type { Page } from '@playwright/test';
import type { Answer, Asked, Reply } from '../support/open-scripted-server.ts';
import { oddSite, rpcMethod } from '../quirks/odd-site.ts';
import { addServer, listed, openTool, ready, runTool } from './person.ts';
import { expect, test } from './test.ts';

type Site = Awaited<ReturnType<typeof oddSite>>;

/** Says that it only reads, so that a run needs no confirmation. */
const echo = {
  name: 'echo',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  annotations: { readOnlyHint: true },
};

/** Takes only loopback addresses, so that the browser returns by itself, without a question of its own. */
function refuseAppLinks(site: Site): void {
  change(site, '/register', (asked, normal) =>
    asked.body.includes('"app.keyfob:') ? refusal('invalid_redirect_uri', 'no app links') : normal(asked),
  );
}

/** Changes a route; `normal` is what it did before. */
function change({ routes }: Site, path: string, odd: (asked: Asked, normal: Reply) => ReturnType<Reply>): void {
  const normal = routes[path] ?? (() => ({ status: 404 }));
  routes[path] = (asked) => odd(asked, normal);
}

const refusal = (error: string, description: string): Answer => ({
  status: 400,
  json: { error, error_description: description },
});

/** Servers that a user gets into without a word about what is odd. */
const entered: Record<string, (site: Site) => void> = {
  'scopes with commas': (site) => {
    site.resourceMetadata['scopes_supported'] = ['read', 'write'];
    change(site, '/token', async (asked, normal) => {
      const { json } = (await normal(asked)) as { json: object };
      return { json: { ...json, scope: 'read,write' } };
    });
  },
  'token one level down': (site) =>
    change(site, '/token', async (asked, normal) => {
      const { json } = (await normal(asked)) as { json: object };
      return { json: { ok: true, authed_user: json } };
    }),
  'a missing slash': (site) => {
    const { '/mcp': endpoint = () => ({ status: 404 }) } = site.routes;
    site.routes['/mcp/'] = endpoint;
    site.routes['/mcp'] = () => ({ status: 307, headers: { location: '/mcp/' } });
  },
  'initialize first': (site) =>
    change(site, '/mcp', (asked, normal) =>
      site.isSignedIn(asked) || rpcMethod(asked) === 'initialize'
        ? normal(asked)
        : { status: 400, json: { jsonrpc: '2.0', id: null, error: { code: -32_000, message: 'Initialize first' } } },
    ),
  'an error without a token': (site) =>
    change(site, '/mcp', (asked, normal) =>
      site.isSignedIn(asked) ? normal(asked) : { status: 500, body: 'Internal Server Error' },
    ),
  'single quotes': (site) =>
    change(site, '/mcp', (asked, normal) => {
      const metadata = `${site.origin}/.well-known/oauth-protected-resource/mcp`;
      const headers = { 'www-authenticate': `Bearer resource_metadata='${metadata}'` };
      return site.isSignedIn(asked) ? normal(asked) : { status: 401, headers };
    }),
  'registration with a scope': (site) => {
    site.resourceMetadata['scopes_supported'] = ['read', 'write'];
    change(site, '/register', (asked, normal) =>
      asked.body.includes('"scope":"read write"')
        ? normal(asked)
        : refusal('invalid_client_metadata', 'scope is required'),
    );
  },
  'no offline access': (site) => {
    site.metadata['scopes_supported'] = ['read', 'offline_access'];
    change(site, '/authorize', (asked, normal) => {
      const { searchParams } = new URL(asked.path, site.origin);
      if (!searchParams.get('scope')?.includes('offline_access')) return normal(asked);
      return site.back(searchParams, { error: 'invalid_scope' });
    });
  },
  'localhost alone': (site) =>
    change(site, '/register', (asked, normal) =>
      asked.body.includes('http://localhost:')
        ? normal(asked)
        : refusal('invalid_redirect_uri', 'use http://localhost'),
    ),
  'a secret all the same': (site) =>
    change(site, '/register', async (asked, normal) => {
      const wanted = JSON.parse(asked.body) as object;
      const body = JSON.stringify({ ...wanted, token_endpoint_auth_method: 'client_secret_post' });
      const { json } = (await normal({ ...asked, body })) as { json: object };
      return { status: 201, json: { ...json, token_endpoint_auth_method: 'none' } };
    }),
};

async function runsEcho(window: Page, name: string): Promise<void> {
  await openTool(window, name, 'echo');
  await window.getByRole('textbox', { name: 'text' }).fill('hello');
  await expect(await runTool(window)).toContainText('You said hello');
}

test('servers with oddities that a tolerant client can bear are signed in to, and run a tool', async ({
  desktop,
  closing,
}) => {
  const { window } = await desktop.launch();
  await ready(window);
  for (const [name, spoil] of Object.entries(entered))
    await test.step(name, async () => {
      const site = await oddSite({ tools: [echo] }, (close) => closing({ close }));
      refuseAppLinks(site);
      spoil(site);
      await addServer(window, { name, url: site.url });
      await listed(window, name, 'Signed in').waitFor();
      await runsEcho(window, name);
      expect(site.to('/mcp').map(rpcMethod)).toContain('tools/call');
    });
});
