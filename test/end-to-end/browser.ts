import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { until } from './until.ts';

const appLinkScheme = 'app.keyfob';

export interface SystemBrowser {
  /**
   * The effect of "Always allow this site to open links of this kind": the browser draws the question itself, so that a
   * test cannot click it. Effective from the browser's next start.
   */
  allowAppLinksFrom(origin: string): Promise<void>;
  /** The next page of this origin that was opened and not returned before. */
  nextPage(origin: string): Promise<Page>;
  openPages(): Page[];
}

interface BrowserOptions {
  /** The profile, outside the home: like every browser's history, it contains codes. */
  folder: string;
  home: string;
  flags: readonly string[];
}

/**
 * Makes Debian's Chromium the user's default browser, with its own profile and a port through which Playwright sees its
 * pages. It is not started here: `xdg-open` does that when Keyfob opens a page.
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
    // What it would load in advance for a person: a tenth of the CPU time of a test that opens it.
    '--disable-features=PreloadTopChromeWebUI,SpareRendererForSitePerProcess,WebUIOmniboxPopup',
    // Its own passwords must not use the session's keyring.
    '--password-store=basic',
  ];
  // In the background and without inherited output: otherwise `xdg-open` holds both until the browser is closed, and
  // Playwright waits for an app that has already quit.
  return `#!/bin/sh\nchromium ${all.map((flag) => `'${flag}'`).join(' ')} "$@" </dev/null >/dev/null 2>&1 &\n`;
}

/** Like the user's own choice: `xdg-open` uses this before $BROWSER. */
async function makeDefault(home: string, command: string): Promise<void> {
  const applications = join(home, '.local', 'share', 'applications');
  await mkdir(applications, { recursive: true });
  await mkdir(join(home, '.config'), { recursive: true });
  const entry = ['[Desktop Entry]', 'Type=Application', 'Name=Browser', `Exec=${command} %u`, ''];
  await writeFile(join(applications, 'browser.desktop'), entry.join('\n'));
  const defaults = ['http', 'https'].map((scheme) => `x-scheme-handler/${scheme}=browser.desktop`);
  await writeFile(join(home, '.config', 'mimeapps.list'), ['[Default Applications]', ...defaults, ''].join('\n'));
}
