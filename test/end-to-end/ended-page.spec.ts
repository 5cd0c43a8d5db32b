import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { ask } from './ask.ts';
import { addServer, addServerDialog, answerInBrowser, listed, openAddServer, openTool, ready } from './person.ts';
import { pagesOf } from './processes.ts';
import { expect, test } from './test.ts';

const windows = (application: ElectronApplication) =>
  application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** Like the close button; the minute that begins then passes at once. Resolves when it has passed. */
async function closeForAMinute(application: ElectronApplication): Promise<void> {
  await application.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const { setTimeout: wait } = globalThis;
        globalThis.setTimeout = ((work: () => void) =>
          wait(() => {
            work();
            resolve();
          })) as unknown as typeof setTimeout;
        BrowserWindow.getAllWindows()[0]?.close();
        globalThis.setTimeout = wait;
      }),
  );
}

/** Like the desktop's panel. */
async function openAgain(application: ElectronApplication): Promise<Page> {
  const opened = application.waitForEvent('window');
  await application.evaluate(({ app }) => app.emit('activate'));
  const window = await opened;
  await ready(window);
  return window;
}

test('the page of a window that was closed to the tray ends, and the next one has its place and what was typed', async ({
  desktop,
  closing,
}) => {
  const server = closing(await startMcpServer({ testTools: true }));
  const { window, application } = await desktop.launch();
  await ready(window);
  await addServer(window, { name: 'Acme', url: server.url });
  await addServer(window, { name: 'Linear', url: 'https://linear.example/mcp' }, 'Save only');
  await listed(window, 'Acme', 'Open').click();
  await openTool(window, 'Acme', 'Convert units');
  await window.getByLabel('Value').fill('68');
  await openAddServer(window);
  await addServerDialog(window).getByLabel('Address').fill('https://half.example/mc');
  await addServerDialog(window).getByLabel('Name').fill('Half');
  await ask(window, 'preferences:change', { keepInTray: true });

  await closeForAMinute(application);
  await expect.poll(() => windows(application)).toBe(0);
  await expect.poll(() => pagesOf(join(desktop.home, '.config'))).toEqual([]);

  const next = await openAgain(application);
  const dialog = addServerDialog(next);
  await expect(dialog.getByLabel('Address')).toHaveValue('https://half.example/mc');
  await expect(dialog.getByLabel('Name')).toHaveValue('Half');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(next.getByRole('heading', { level: 2, name: 'Convert units' })).toBeVisible();
  await expect(next.getByLabel('Value')).toHaveValue('68');
  await expect(next.getByRole('tab', { name: /^Tools/ })).toHaveAttribute('aria-selected', 'true');
  await openAddServer(next);
  await expect(dialog.getByLabel('Address')).toHaveValue('');
});

test('the page of a closed window stays until a sign-in that is under way has ended', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window, application } = await desktop.launch();
  await ready(window);
  await ask(window, 'preferences:change', { keepInTray: true });
  await addServer(window, { name: 'Acme', url: server.url });
  const page = await desktop.browser.nextPage(authorization.issuer);
  await closeForAMinute(application);
  expect(await windows(application)).toBe(1);

  await answerInBrowser(desktop.browser, authorization.issuer, 'Deny', { page, leaves: true });
  await expect(listed(window, 'Acme', 'Not signed in')).toBeAttached();
  await application.evaluate(({ app }) => app.emit('activate'));
  await closeForAMinute(application);
  await expect.poll(() => windows(application)).toBe(0);
});

test('the next page has nothing of the one before until Keyfob is unlocked, and then all of it but secrets', async ({
  desktop,
}) => {
  const { window, application } = await desktop.launch();
  await ready(window);
  await ask(window, 'lock:set-up', { passphrase: 'correct horse battery' });
  await ask(window, 'preferences:change', { keepInTray: true });
  await addServer(window, { name: 'Acme', url: 'https://acme.example/mcp' }, 'Save only');
  await window.getByRole('tab', { name: 'Settings' }).click();
  await window.getByLabel('Note').fill('half a note');
  await window.keyboard.press('Control+,');
  await closeForAMinute(application);
  await expect.poll(() => windows(application)).toBe(0);
  await application.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));

  const next = await openAgain(application);
  await expect(next.getByRole('heading', { name: 'Settings' })).toBeHidden();
  await next.getByLabel('Passphrase').fill('correct horse battery');
  await next.keyboard.press('Enter');
  await expect(next.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await next.getByRole('button', { name: 'Back to servers' }).click();
  await expect(next.getByLabel('Note')).toHaveValue('half a note');
});
