import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import manifest from '../../package.json' with { type: 'json' };
import { mainNotes } from './main-notes.ts';
import { answerInBrowser, listed, openTool, runTool, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { watchTray } from './tray.ts';
import { storedKeys } from './what-is-stored.ts';

const openPreferences = async (window: Page) => {
  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  await expect(window.getByRole('heading', { name: 'About' })).toBeVisible();
};

const clipboard = (application: ElectronApplication) =>
  application.evaluate(({ clipboard: system }) => system.readText());

test('another language is used at once, in the window and in the tray, and is saved', async ({ desktop }) => {
  const { window, application } = await desktop.launch();
  const tray = await watchTray(application);
  await openPreferences(window);
  const chosen = [
    ['Language', '中文', 'zh', '设置', '退出 Keyfob'],
    ['语言', 'Tiếng Việt', 'vi', 'Cài đặt', 'Thoát Keyfob'],
    ['Ngôn ngữ', 'English', 'en', 'Settings', 'Quit Keyfob'],
  ] as const;
  for (const [field, language, tag, title, quit] of chosen) {
    await window.getByLabel(field).selectOption({ label: language });
    await expect(window.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(window.locator('html')).toHaveAttribute('lang', tag);
    await expect.poll(tray.labels).toContain(quit);
    const file = join(desktop.home, '.config', 'Keyfob Development', 'preferences.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ language: tag });
  }
});

test('notifications are shown where they are chosen, and only there', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { window, application } = await desktop.launch();
  const tray = await watchTray(application);
  await application.evaluate(({ Notification }) => {
    const titles: string[] = ((globalThis as unknown as { notes: string[] }).notes = []);
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: { title: string }) {
      titles.push(this.title);
    };
  });
  const told = () => mainNotes(application);
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  const before = await told();
  const wanted = window.getByRole('switch', { name: 'Notifications' });
  const lapse = async () => {
    authorization.revokeAll();
    await tray.click('Check everything now');
    await expect.poll(tray.labels).toContain('Acme: sign in again');
  };

  await openPreferences(window);
  await wanted.click();
  await expect(wanted).not.toBeChecked();
  await lapse();
  expect(await told()).toEqual(before);

  await wanted.click();
  await expect(wanted).toBeChecked();
  await tray.click('Acme: sign in again');
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await lapse();
  await expect.poll(told).toContain('Acme needs you');
});

test('a new encryption key takes the place of the old one, and everything stays signed in', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const running = await desktop.launch();
  await signIn(running.window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  const before = await storedKeys(desktop.home);
  await openPreferences(running.window);
  await running.window.getByRole('button', { name: 'Generate a new encryption key…' }).click();
  await expect(running.window.getByText('you stay signed in')).toBeVisible();
  await running.window.getByRole('button', { name: 'Not now' }).click();
  expect(await storedKeys(desktop.home)).toEqual(before);

  await running.window.getByRole('button', { name: 'Generate a new encryption key…' }).click();
  await running.window.keyboard.press('Enter');
  await expect(running.window.getByText('Everything is encrypted with the new key')).toBeVisible();
  await running.quit();

  // The next start unwraps the new key, and only then deletes the old one.
  const { window } = await desktop.launch();
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  const [old, ...others] = before;
  const after = await storedKeys(desktop.home);
  expect([others.length, after.length]).toEqual([0, 1]);
  expect(after[0]?.wrapped).not.toEqual(old?.wrapped);
  await openTool(window, 'Acme', 'whoami');
  await expect(await runTool(window)).toContainText('ann@example.com');
});

test('the preferences show where every file is, open the folder, and say so where it does not open', async ({
  desktop,
}) => {
  const { window, application } = await desktop.launch();
  await application.evaluate(({ shell }) => {
    const paths: string[] = ((globalThis as unknown as { notes: string[] }).notes = []);
    shell.openPath = (path) => Promise.resolve(paths.push(path) > 1 ? 'no file manager' : '');
  });
  const folder = join(desktop.home, '.config', 'Keyfob Development');
  await openPreferences(window);
  const files = window.getByRole('region', { name: 'Files' });
  await files.getByRole('button', { name: 'Copy path' }).first().click();
  await expect.poll(() => clipboard(application)).toBe(join(folder, 'keyfob.sqlite'));

  await files.getByRole('button', { name: 'Open folder' }).click();
  await expect.poll(() => mainNotes(application)).toEqual([folder]);
  await expect(files.getByRole('alert')).toBeHidden();
  await files.getByRole('button', { name: 'Open folder' }).click();
  await expect(files.getByRole('alert')).toContainText('The folder could not be opened.');
});

test('the preferences show the versions, and the licences', async ({ desktop }) => {
  const { window, application } = await desktop.launch();
  await openPreferences(window);
  const about = window.getByRole('region', { name: 'About' });
  const { electron } = await application.evaluate(() => process.versions);
  await expect(about).toContainText(`Keyfob ${manifest.version} · Electron ${electron ?? ''} · Chromium`);
  await about.getByRole('button', { name: 'Copy versions' }).click();
  await expect.poll(() => clipboard(application)).toContain(`Keyfob ${manifest.version}\nElectron ${electron ?? ''}\n`);

  const licences = about.getByRole('button', { name: 'Licences' });
  const none = about.getByText('The licences come with the packaged app.');
  await licences.click();
  await expect(none).toBeVisible();
  await expect(licences).toHaveAttribute('aria-expanded', 'true');
  await licences.click();
  await expect(none).toBeHidden();
});
