import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import type { Desktop } from './desktop.ts';

/** The data folder of this user's Keyfob. */
export const folderOf = ({ home }: Desktop): string => join(home, '.config', 'Keyfob Development');

/**
 * The window's page after a crash: Playwright's page object ends with its process, and does not see the next one.
 * Connects through the debugging port that Chromium writes down. Close the browser when done.
 */
export async function windowAgain(desktop: Desktop): Promise<{ browser: Browser; page: Page }> {
  for (const began = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const browser = await connect(desktop).catch(() => undefined);
    const page = browser?.contexts().flatMap((context) => context.pages())[0];
    if (browser && page) return { browser, page };
    await browser?.close();
    if (Date.now() - began > 30_000) throw new Error('Waited in vain for the window to have a page again.');
  }
}

async function connect(desktop: Desktop): Promise<Browser> {
  const [port] = readFileSync(join(folderOf(desktop), 'DevToolsActivePort'), 'utf8').split('\n');
  return chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5000 });
}
