import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { ask } from './ask.ts';
import type { Desktop } from './desktop.ts';
import { addServer, listed, openTool, ready, runTool, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { folderOf, windowAgain } from './window-again.ts';

/** Crashes the page's process, and returns the page that main loads then. */
async function crash(application: ElectronApplication, desktop: Desktop) {
  await application.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error('there is no window');
    const gone = new Promise<void>((resolve) => contents.once('render-process-gone', () => resolve()));
    contents.forcefullyCrashRenderer();
    await gone;
    // If the window does not recover, the test's next expectations fail.
    await Promise.race([
      new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve())),
      new Promise<void>((resolve) => setTimeout(resolve, 5000)),
    ]);
  });
  return windowAgain(desktop);
}

const stopped = { name: 'The window keeps crashing' };

test('a crashed page comes back where it was, says so, and works', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { application, window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Zebra', url: server.url });
  await addServer(window, { name: 'Archive', url: 'https://archive.example/mcp' }, 'Save only');
  await listed(window, 'Zebra', 'Signed in').click();
  await openTool(window, 'Zebra', 'slow');
  await window.getByLabel('steps').fill('10000');
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(() => server.calls.length).toBe(1);

  const { page, browser } = await crash(application, desktop);
  const notice = page.getByRole('region', { name: 'The window was reloaded' });
  await expect(notice.getByRole('status')).toHaveText(
    'The window was reloaded. It had crashed. You are still signed in. Running tools were cancelled, and unsaved changes are lost.',
  );
  // The page that could cancel the call is gone.
  await expect.poll(() => server.cancelled()).toBe(1);
  await expect(listed(page, 'Zebra', 'Signed in')).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('tab', { name: /^Tools/ })).toHaveAttribute('aria-selected', 'true');
  await openTool(page, 'Zebra', 'whoami');
  await expect(await runTool(page)).toContainText('ann@example.com');
  await notice.getByRole('button', { name: 'Close' }).click();
  await expect(notice).toHaveCount(0);
  expect(readFileSync(join(folderOf(desktop), 'keyfob.log'), 'utf8')).toContain('"message":"the page was lost"');
  await browser.close();
});

test('a page that crashes while Keyfob is locked comes back locked, in the chosen language', async ({ desktop }) => {
  const { application, window } = await desktop.launch();
  await ready(window);
  expect(await ask(window, 'preferences:change', { language: 'vi' })).toMatchObject({ ok: true });
  expect(await ask(window, 'lock:set-up', { passphrase: 'a horse, a kingdom' })).toMatchObject({ ok: true });
  expect(await ask(window, 'lock:now')).toMatchObject({ ok: true });
  const { page, browser } = await crash(application, desktop);
  await expect(page.getByRole('heading', { name: 'Keyfob đang khóa' })).toBeVisible();
  expect(await ask(page, 'servers:list')).toEqual({ ok: false, error: { code: 'locked', values: {} } });
  await browser.close();
});

test('a page that crashes twice in a minute is replaced by one that stays, and both its links work by keyboard', async ({
  desktop,
  closing,
}) => {
  const server = closing(await startMcpServer({ testTools: true }));
  const { application, window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();
  const first = await crash(application, desktop);
  await expect(first.page.getByRole('region', { name: 'The window was reloaded' })).toBeVisible();
  await first.browser.close();

  const { page, browser } = await crash(application, desktop);
  await expect(page.getByRole('heading', stopped)).toBeVisible();
  await expect(page.getByText('You stay signed in')).toBeVisible();
  expect(await page.evaluate(() => document.scripts.length)).toBe(0);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  // The count starts again: the next crash reloads the page, and only the one after stops it.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Try again' })).toBeFocused();
  await page.keyboard.press('Enter').catch(() => undefined);
  await browser.close();
  const back = await windowAgain(desktop);
  await expect(listed(back.page, 'Acme', 'Open')).toBeVisible();
  await expect(back.page.getByRole('region', { name: 'The window was reloaded' })).toHaveCount(0);
  await back.browser.close();
  const again = await crash(application, desktop);
  await expect(again.page.getByRole('region', { name: 'The window was reloaded' })).toBeVisible();
  await again.browser.close();

  const last = await crash(application, desktop);
  await expect(last.page.getByRole('heading', stopped)).toBeVisible();
  await last.page.keyboard.press('Tab');
  await last.page.keyboard.press('Tab');
  await expect(last.page.getByRole('link', { name: 'Quit Keyfob' })).toBeFocused();
  const ended = application.waitForEvent('close');
  await last.page.keyboard.press('Enter').catch(() => undefined);
  await ended;
});

test('a page that does not answer is loaded again when the person asks for that', async ({ desktop, closing }) => {
  const server = closing(await startMcpServer({ testTools: true }));
  const { application, window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();
  await application.evaluate(({ dialog }) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    const answer = async (...[, options]: unknown[]) => {
      const { message, buttons, defaultId, cancelId } = options as Electron.MessageBoxOptions;
      asked.push({ message, buttons, defaultId, cancelId });
      return { response: 1, checkboxChecked: false };
    };
    dialog.showMessageBox = answer;
  });
  // The page hangs. Chromium does not report that for pages with a debugger attached, such as Playwright's, so the test
  // emits the event.
  void window
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  const asked = await application.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error('there is no window');
    const loaded = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()));
    contents.emit('unresponsive');
    await loaded;
    return (globalThis as unknown as { asked: unknown[] }).asked;
  });
  expect(asked).toEqual([
    { message: 'Keyfob’s window is not responding', buttons: ['Wait', 'Reload'], defaultId: 0, cancelId: 0 },
  ]);
  const { page, browser } = await windowAgain(desktop);
  await expect(page.getByRole('region', { name: 'The window was reloaded' })).toContainText(
    'It had stopped responding.',
  );
  await expect(listed(page, 'Acme', 'Open')).toBeVisible();
  await browser.close();
});

test('the graphics process may crash once; after a second crash Keyfob starts again without acceleration and says so', async ({
  desktop,
}) => {
  const { application, window } = await desktop.launch();
  await ready(window);
  const killGraphics = () =>
    application.evaluate(async ({ app }) => {
      const graphics = () => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid;
      for (let tries = 0; graphics() === undefined && tries < 100; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 100));
      const pid = graphics();
      if (pid === undefined) throw new Error('there is no graphics process');
      const gone = new Promise((resolve) => app.once('child-process-gone', resolve));
      process.kill(pid, 'SIGKILL');
      await gone;
    });
  await killGraphics();
  await window.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  await expect(window.getByRole('heading', { name: 'Welcome to Keyfob' })).toBeVisible();

  const ended = application.waitForEvent('close');
  await killGraphics().catch(() => undefined);
  await ended;
  const { page, browser } = await windowAgain(desktop);
  await expect(page.getByRole('region', { name: 'Keyfob restarted without hardware acceleration' })).toContainText(
    'Keyfob tries hardware acceleration again at the next start.',
  );
  await expect(page.getByRole('heading', { name: 'Welcome to Keyfob' })).toBeVisible();
  await browser.close();
  await desktop.endAppStartedByLink();
});
