import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { startEverything } from './through-keyfob.ts';

export { expect } from '@playwright/test';

export const test = base.extend<{ folder: string; everything: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'keyfob-client-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  everything: async ({}, use) => {
    const server = await startEverything();
    await use(server.url);
    await server.close();
  },
});

/** Prints what a client prints. Some clients shut their output down at their end, and with it that of all others. */
const show = 'show() { printed=$("$@"); printf "%s\\n" "$printed"; }';

/** A shell script of these lines, which a test runs instead of one client. */
export function scriptOf(folder: string, lines: readonly string[]): string[] {
  const file = join(folder, 'script.sh');
  writeFileSync(file, ['set -e', show, ...lines, ''].join('\n'));
  return ['sh', file];
}
