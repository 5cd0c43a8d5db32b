import { test as base } from '@playwright/test';
import { inDesktopSession } from '../../scripts/desktop-session/session.mjs';
import {
  startAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '../fixtures/authorization-server.ts';
import { startMcpServer, type McpServerOptions, type RunningMcpServer } from '../fixtures/mcp-server.ts';
import { sitDown, type Desktop } from './desktop.ts';

interface Fixtures {
  desktop: Desktop;
  /** Starts a server with sign-in, whose pages the browser lets open Keyfob. */
  protectedServer: (
    authorization?: AuthorizationServerOptions,
    server?: McpServerOptions,
  ) => Promise<{ authorization: AuthorizationServer; server: RunningMcpServer }>;
  /** Closes this when the test ends. */
  closing: <Closable extends { close(): Promise<void> }>(one: Closable) => Closable;
}

export { expect } from '@playwright/test';

interface WorkerFixtures {
  /** The worker's own X server, session bus and keyring, in its environment for all that it starts. */
  session: void;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  session: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      await inDesktopSession({ keyring: true }, async (environment) => {
        for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
        Object.assign(process.env, environment);
        await use();
      });
    },
    { scope: 'worker', auto: true },
  ],

  // oxlint-disable-next-line no-empty-pattern -- as above
  desktop: async ({}, use, testInfo) => {
    const desktop = await sitDown();
    try {
      await use(desktop);
      if (testInfo.status !== testInfo.expectedStatus) await attachWhatWasSeen(desktop, testInfo);
    } finally {
      await desktop.leave();
    }
  },

  // oxlint-disable-next-line no-empty-pattern -- as above
  closing: async ({}, use) => {
    const open: { close(): Promise<void> }[] = [];
    await use((one) => {
      open.push(one);
      return one;
    });
    for (const one of open.toReversed()) await one.close();
  },

  protectedServer: async ({ desktop, closing }, use) => {
    await use(async (authorizationOptions = {}, serverOptions = {}) => {
      const authorization = closing(await startAuthorizationServer(authorizationOptions));
      const server = closing(await startMcpServer({ authorization, testTools: true, ...serverOptions }));
      await desktop.browser.allowAppLinksFrom(authorization.issuer);
      return { authorization, server };
    });
  },
});

async function attachWhatWasSeen(desktop: Desktop, testInfo: ReturnType<typeof test.info>): Promise<void> {
  await testInfo.attach('what Keyfob printed', { body: desktop.printed(), contentType: 'text/plain' });
  for (const [name, page] of desktop.openPages()) {
    const body = await page.screenshot({ timeout: 5000 }).catch(() => undefined);
    if (body) await testInfo.attach(name, { body, contentType: 'image/png' });
  }
}
