import type { ElectronApplication } from '@playwright/test';
import { wordsFor } from '../../src-main/shell/words.ts';
import { ask } from './ask.ts';
import { startNotifier } from './notifier.ts';
import { addServer, answerInBrowser, ready, serverList } from './person.ts';
import { expect, test } from './test.ts';

/** A notification about Acme as displayed. */
function notice(language: string, kind: 'signedIn' | 'lapsed' | 'stillHere'): string[] {
  const { title, body } = wordsFor(language).notices[kind];
  return [title, body].map((text) => text.replace('{server}', 'Acme'));
}

const visible = (application: ElectronApplication) =>
  application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());

/** Like the close button. */
async function closeWindow(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => visible(application)).toBe(false);
}

/** Like the desktop's panel. */
async function showWindow(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ app }) => app.emit('activate'));
  await expect.poll(() => visible(application)).toBe(true);
}

test('a notification says once that Keyfob stays in the tray, and then that a sign-in is done, in the chosen language', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const notifier = await startNotifier(desktop);
  const running = await desktop.launch();
  const { window, application } = running;
  await ready(window);
  await addServer(window, { name: 'Acme', url: server.url });
  const page = await desktop.browser.nextPage(authorization.issuer);
  await ask(window, 'preferences:change', { keepInTray: true, language: 'vi' });

  await closeWindow(application);
  const told = [notice('vi', 'stillHere')];
  await expect.poll(notifier.shown).toEqual(told);
  await answerInBrowser(desktop.browser, authorization.issuer, 'Allow', { page });
  told.push(notice('vi', 'signedIn'));
  await expect.poll(notifier.shown).toEqual(told);
  await notifier.click();
  await expect.poll(() => visible(application)).toBe(true);
  await closeWindow(application);
  await showWindow(application);
  await ask(window, 'preferences:change', { language: 'zh' });
  await running.quit();

  // The next notification shows that there was none before.
  const again = await desktop.launch();
  await ready(again.window);
  await again.window.getByRole('button', { name: '退出登录' }).click();
  await again.window.getByRole('button', { name: '登录', exact: true }).first().click();
  const next = await desktop.browser.nextPage(authorization.issuer);
  await closeWindow(again.application);
  await answerInBrowser(desktop.browser, authorization.issuer, 'Allow', { page: next });
  told.push(notice('zh', 'signedIn'));
  await expect.poll(notifier.shown).toEqual(told);
});

test('a notification says that a sign-in which cannot be renewed has ended, and leads to it', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer({
    accessTokenSeconds: 12,
    // Without `offline_access` in the metadata, it is not requested, and there is no refresh token.
    metadata: (document) => ({ ...document, scopes_supported: [] }),
  });
  const notifier = await startNotifier(desktop);
  const { window, application } = await desktop.launch();
  await ready(window);
  await addServer(window, { name: 'Acme', url: server.url });
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(serverList(window).getByRole('button', { name: /^Acme, Ends / })).toBeVisible();
  await ask(window, 'preferences:change', { keepInTray: true });
  await closeWindow(application);
  await expect.poll(() => notifier.shown().at(-1), { timeout: 45_000 }).toEqual(notice('en', 'lapsed'));
  await notifier.click();
  await expect.poll(() => visible(application)).toBe(true);
  await expect(serverList(window).getByRole('button', { name: /^Acme, (Ended|Sign in again)/ })).toBeVisible();
  expect(authorization.count('token', 'refresh_token')).toBe(0);
});
