import type { Locator, Page } from '@playwright/test';
import type { Answer, Asked, Reply } from '../support/open-scripted-server.ts';
import { oddSite, rpcMethod } from '../quirks/odd-site.ts';
import { addServer, addServerDialog, listed, openAddServer, openTool, ready, runTool } from './person.ts';
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

/** Opens the dialog with this address, and returns it with what Keyfob says of the address. */
async function lookAt(window: Page, address: string): Promise<Locator> {
  await openAddServer(window);
  const dialog = addServerDialog(window);
  await dialog.getByLabel('Address').fill(address);
  await dialog.getByLabel('Name').focus();
  return dialog;
}

test('an address that is odd is understood, or leads to the right one, before a server is added', async ({
  desktop,
  closing,
}) => {
  const { window } = await desktop.launch();
  await ready(window);
  const site = await oddSite({ tools: [echo] }, (close) => closing({ close }));
  const moved = await oddSite({ tools: [echo] }, (close) => closing({ close }));
  moved.routes['/mcp'] = () => ({ status: 308, headers: { location: site.url } });

  await test.step('a command line', async () => {
    const dialog = await lookAt(window, `npx -y mcp-remote ${site.url}`);
    await expect(dialog.getByText(/Keyfob reads this as/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
  await test.step('a host alone', async () => {
    const dialog = await lookAt(window, site.origin);
    await expect(dialog.getByText(`/mcp`).first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
  await test.step('a server that has moved', async () => {
    const dialog = await lookAt(window, moved.url);
    await dialog.getByRole('button', { name: 'Use that address' }).click();
    await expect(dialog.getByLabel('Address')).toHaveValue(site.url);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
  await test.step('a key', async () => {
    const keyed = await oddSite({ tools: [echo] }, (close) => closing({ close }));
    keyed.routes['/mcp'] = (asked) =>
      asked.headers.authorization === 'Bearer the-key'
        ? keyed.openMcp(asked)
        : { status: 401, json: { error: 'no key' } };
    for (const path of Object.keys(keyed.routes)) if (path !== '/mcp') delete keyed.routes[path];
    const dialog = await lookAt(window, keyed.url);
    await expect(dialog.getByText('This server wants a key.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
  await test.step('an outdated transport', async () => {
    const old = await oddSite({}, (close) => closing({ close }));
    old.routes['/sse'] = ({ method }) =>
      method === 'GET'
        ? { headers: { 'content-type': 'text/event-stream' }, body: 'event: endpoint\ndata: /messages?session=1\n\n' }
        : { status: 405, headers: { allow: 'GET' } };
    const dialog = await lookAt(window, `${old.origin}/sse`);
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
});

test('a server that cannot be used as it is says why, and what to do', async ({ desktop, closing }) => {
  const { window } = await desktop.launch();
  await ready(window);
  const begin = async (spoil: (site: Site) => void, tools: unknown[] = [echo]) => {
    const site = await oddSite({ tools }, (close) => closing({ close }));
    refuseAppLinks(site);
    spoil(site);
    return site;
  };

  await test.step('a closed registration', async () => {
    const site = await begin((one) =>
      change(one, '/register', () => ({ status: 403, json: { error: 'access_denied' } })),
    );
    await addServer(window, { name: 'Closed', url: site.url });
    await expect(window.getByRole('button', { name: /Copy return address/ })).toBeVisible();
  });
  await test.step('an issuer with a slash too much', async () => {
    const site = await begin((one) => Object.assign(one.metadata, { issuer: `${one.origin}/` }));
    await addServer(window, { name: 'Slash', url: site.url });
    await expect(window.getByText(/^Sign-in to Slash stopped/)).toBeVisible();
    await expect(window.getByRole('main').getByRole('button', { name: 'Open settings' })).toBeVisible();
  });
  await test.step('no PKCE listed', async () => {
    const site = await begin((one) => delete one.metadata['code_challenge_methods_supported']);
    await addServer(window, { name: 'Unlisted', url: site.url });
    await expect(window.getByText(/^Sign-in to Unlisted stopped/)).toBeVisible();
    await expect(window.getByRole('main').getByRole('button', { name: 'Open settings' })).toBeVisible();
  });
  await test.step('a tool that cannot be used, and a result that does not fit', async () => {
    const site = await begin(
      () => undefined,
      [
        { ...echo, outputSchema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } },
        { name: 'broken', inputSchema: null },
      ],
    );
    await addServer(window, { name: 'Odd tools', url: site.url });
    await listed(window, 'Odd tools', 'Signed in').waitFor();
    await runsEcho(window, 'Odd tools');
    await expect(window.getByText('1 tool cannot be used')).toBeVisible();
  });
  await test.step('a call that is not allowed', async () => {
    const site = await begin((one) =>
      change(one, '/mcp', (asked, normal) =>
        rpcMethod(asked) === 'tools/call' ? { status: 403, json: { error: 'Only for the board' } } : normal(asked),
      ),
    );
    await addServer(window, { name: 'Forbidden', url: site.url });
    await listed(window, 'Forbidden', 'Signed in').waitFor();
    await openTool(window, 'Forbidden', 'echo');
    await window.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(window.getByText(/Only for the board/)).toBeVisible();
  });
  await test.step('a busy server', async () => {
    const site = await begin((one) =>
      change(one, '/mcp', (asked, normal) =>
        rpcMethod(asked) === 'tools/call' ? { status: 429, headers: { 'retry-after': '90' }, body: '' } : normal(asked),
      ),
    );
    await addServer(window, { name: 'Busy', url: site.url });
    await listed(window, 'Busy', 'Signed in').waitFor();
    await openTool(window, 'Busy', 'echo');
    await window.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(window.getByRole('main').getByText(/busy/i).first()).toBeVisible();
  });
  await test.step('a refresh that is refused', async () => {
    const site = await begin((one) =>
      change(one, '/token', (asked, normal) =>
        asked.form.get('grant_type') === 'refresh_token'
          ? { json: { error: 'bad_refresh_token', error_description: 'The refresh token passed is incorrect' } }
          : normal(asked),
      ),
    );
    await addServer(window, { name: 'Lapsed', url: site.url });
    await listed(window, 'Lapsed', 'Signed in').waitFor();
    await openTool(window, 'Lapsed', 'echo');
    site.accessTokens.clear();
    await window.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(window.getByText(/The refresh token passed is incorrect/).first()).toBeVisible();
  });
});
