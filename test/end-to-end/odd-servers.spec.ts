import type { Page } from '@playwright/test';
import type { Reply } from '../support/open-scripted-server.ts';
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
function refuseAppLinks({ routes }: Site): void {
  const register = routes['/register'] as Reply;
  routes['/register'] = (asked) =>
    asked.body.includes('"app.keyfob:') ? { status: 400, json: { error: 'invalid_redirect_uri' } } : register(asked);
}

/** Servers that a user gets into without a word about what is odd. */
const entered: Record<string, (site: Site) => void> = {
  'separates scopes by commas': (site) => {
    site.resourceMetadata['scopes_supported'] = ['read', 'write'];
    const token = site.routes['/token'] as Reply;
    site.routes['/token'] = async (asked) => {
      const answer = (await token(asked)) as { json: Record<string, unknown> };
      return { json: { ...answer.json, scope: 'read,write' } };
    };
  },
  'puts the token one level down': (site) => {
    const token = site.routes['/token'] as Reply;
    site.routes['/token'] = async (asked) => {
      const { json } = (await token(asked)) as { json: Record<string, unknown> };
      return { json: { ok: true, authed_user: json } };
    };
  },
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
