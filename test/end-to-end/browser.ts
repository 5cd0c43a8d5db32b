import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { until } from './until.ts';

const appLinkScheme = 'app.keyfob';

export interface SystemBrowser {
  /**
   * As if the person had ticked "Always allow this site to open links of this kind": the question itself is drawn by the
   * browser and cannot be clicked from a test. Counts from the browser's next start.
   */
  allowAppLinksFrom(origin: string): Promise<void>;
  /** The next page of this origin that somebody opened and that was not handed out yet. */
  nextPage(origin: string): Promise<Page>;
  openPages(): Page[];
}

interface BrowserOptions {
  /** Its profile, outside the home: a history has codes in it, as every browser's has. */
  folder: string;
  home: string;
  flags: readonly string[];
}

/**
 * Makes Debian's Chromium the person's default browser, with a profile of its own and a port on which Playwright can see
 * what a person would. Nothing here starts it: that is `xdg-open`'s work when Keyfob opens a page.
 */
export async function installBrowser({ folder, home, flags }: BrowserOptions): Promise<SystemBrowser> {
  const profile = join(folder, 'profile');
  const command = join(folder, 'open-page');
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(command, startScript(profile, flags), { mode: 0o755 });
  await makeDefault(home, command);

  const trusted: Record<string, Record<string, boolean>> = {};
  const handedOut = new WeakSet<Page>();
  let browser: Browser | undefined;

  const connect = async (): Promise<void> => {
    if (browser?.isConnected()) return;
    const portFile = join(profile, 'DevToolsActivePort');
    const port = (): string | undefined => (existsSync(portFile) ? readFileSync(portFile, 'utf8') : '').split('\n')[0];
    await until(() => Boolean(port()), 'the browser to open');
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${port()}`);
    // Closing the last page closes the browser, and the next start writes another port.
    browser.on('disconnected', () => rmSync(portFile, { force: true }));
  };

  const openPages = (): Page[] => browser?.contexts().flatMap((context) => context.pages()) ?? [];

  return {
    allowAppLinksFrom: async (origin) => {
      trusted[origin] = { [appLinkScheme]: true };
      const preferences = { protocol_handler: { allowed_origin_protocol_pairs: trusted } };
      await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
    },
    nextPage: async (origin) => {
      await connect();
      const isNew = (): Page | undefined =>
        openPages().find((page) => page.url().startsWith(`${origin}/`) && !handedOut.has(page));
      await until(() => isNew() !== undefined, `a page of ${origin}`);
      const page = isNew() as Page;
      handedOut.add(page);
      return page;
    },
    openPages,
  };
}

function startScript(profile: string, flags: readonly string[]): string {
  const all = [
    ...flags,
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    // Its own passwords have no business in the session's keyring.
    '--password-store=basic',
  ];
  // In the background and without our output, or `xdg-open` keeps both until the browser is closed, and Playwright waits
  // for an app that has long quit.
  return `#!/bin/sh\nchromium ${all.map((flag) => `'${flag}'`).join(' ')} "$@" </dev/null >/dev/null 2>&1 &\n`;
}

/** What a person does in their settings: `xdg-open` asks here before it looks at $BROWSER. */
async function makeDefault(home: string, command: string): Promise<void> {
  const applications = join(home, '.local', 'share', 'applications');
  await mkdir(applications, { recursive: true });
  await mkdir(join(home, '.config'), { recursive: true });
  const entry = ['[Desktop Entry]', 'Type=Application', 'Name=Browser', `Exec=${command} %u`, ''];
  await writeFile(join(applications, 'browser.desktop'), entry.join('\n'));
  const defaults = ['http', 'https'].map((scheme) => `x-scheme-handler/${scheme}=browser.desktop`);
  await writeFile(join(home, '.config', 'mimeapps.list'), ['[Default Applications]', ...defaults, ''].join('\n'));
}
