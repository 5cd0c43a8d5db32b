import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { repository, sandboxFlags, type Desktop } from './desktop.ts';
import { until } from './until.ts';

/** The packaged app, built so that Playwright can attach. */
const packagedApp = join(repository, 'dist', `keyfob-linux-${process.arch}-for-tests`, 'keyfob-app');

/** Starts it like the user of this desktop, with additional variables. */
export async function startPackaged(
  desktop: Desktop,
  variables: Record<string, string> = {},
): Promise<{ window: Page; quit: () => Promise<void> }> {
  const flags = [...sandboxFlags, '--password-store=gnome-libsecret', '--remote-debugging-port=0'];
  const child = spawn(packagedApp, flags, { cwd: desktop.home, env: { ...desktop.environment, ...variables } });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const endpoint = () => /DevTools listening on (\S+)/.exec(printed)?.[1];
  await until(() => endpoint() !== undefined, 'the packaged app to open its door');
  const browser = await chromium.connectOverCDP(endpoint() ?? '');
  const pages = () => browser.contexts().flatMap((context) => context.pages());
  await until(() => pages().length > 0, 'its window');
  const window = pages()[0];
  if (!window) throw new Error('there is no window');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const quit = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { window, quit };
}
