import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { trayIcon } from '../../src-main/shell/tray-icon.ts';
import { answerInBrowser, listed, serverList, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { watchTray } from './tray.ts';
import { until } from './until.ts';

test('the tray names what needs a person, and does what the window does', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { window, application } = await desktop.launch();
  const tray = await watchTray(application);
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await expect
    .poll(tray.labels)
    .toEqual([
      'Everything is signed in',
      '1 server is ready',
      'Acme',
      'Open',
      'Sign out',
      'Check everything now',
      'Lock',
      'Open Keyfob',
      'Quit Keyfob',
    ]);

  authorization.revokeAll();
  await tray.click('Check everything now');
  await expect.poll(tray.labels).toContain('Acme: sign in again');
  expect(await tray.shows(trayIcon(0, 'linux'))).toBe(false);
  await expect(listed(window, 'Acme', 'Sign in again')).toBeVisible();

  await tray.click('Acme: sign in again');
  await expect.poll(tray.labels).toContain('Acme: finish in your browser');
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect.poll(tray.labels).toContain('Everything is signed in');
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();

  await tray.click('1 server is ready', 'Acme', 'Sign out');
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  await expect.poll(tray.labels).toContain('1 needs you');
  expect(await tray.shows(trayIcon(1, 'linux'))).toBe(true);
});

test('closing the window quits Keyfob unless the person chose that it stays, because a desktop may have no tray', async ({
  desktop,
}) => {
  const { application } = await desktop.launch();
  const ended = new Promise((resolve) => application.process().once('exit', resolve));
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
  await ended;
});

test('closing the window leaves Keyfob in the tray where that is chosen, and quitting ends it', async ({ desktop }) => {
  const { window, application } = await desktop.launch();
  const tray = await watchTray(application);
  const visible = () => application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  await window.getByRole('switch', { name: 'Keep running when the window is closed' }).click();
  await expect(window.getByLabel('Keep running when the window is closed')).toBeChecked();
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(visible).toBe(false);
  // Like a click on the dock icon.
  await application.evaluate(({ app }) => app.emit('activate'));
  await expect.poll(visible).toBe(true);
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(visible).toBe(false);
  await expect.poll(tray.labels).toContain('Open Keyfob');
  await tray.click('Open Keyfob');
  await expect.poll(visible).toBe(true);
  const ended = new Promise((resolve) => application.process().once('exit', resolve));
  await tray.click('Quit Keyfob').catch(() => undefined);
  await ended;
});

test('settings are kept: language, appearance, and starting with the computer', async ({ desktop }) => {
  const running = await desktop.launch();
  const { window, application } = running;
  // Playwright emulates a light scheme by default; here, the system's setting should apply.
  await window.emulateMedia({ colorScheme: null });
  const autostart = join(desktop.home, '.config', 'autostart', 'keyfob-development.desktop');
  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  await window.getByLabel('Appearance').selectOption({ label: 'Dark' });
  await expect.poll(() => window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  await window.getByRole('switch', { name: 'Start with the computer' }).click();
  await until(() => existsSync(autostart), 'the desktop entry');
  expect(readFileSync(autostart, 'utf8')).toContain('--quietly');
  await window.getByLabel('Language').selectOption({ label: 'Tiếng Việt' });
  await expect(window.getByRole('heading', { name: 'Cài đặt' })).toBeVisible();
  expect(await application.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await running.quit();

  const again = await desktop.launch();
  await again.window.emulateMedia({ colorScheme: null });
  await expect(again.window.getByRole('button', { name: 'Thêm máy chủ' }).first()).toBeVisible();
  expect(await again.window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  await again.window.keyboard.press('Control+,');
  await again.window.getByLabel('Ngôn ngữ').selectOption({ label: 'English' });
  await again.window.getByRole('switch', { name: 'Start with the computer' }).click();
  await until(() => !existsSync(autostart), 'the desktop entry to go');
});

test('servers are imported from other programs, exported to a file, and imported from it', async ({ desktop }) => {
  const servers = { linear: { url: 'https://mcp.linear.example/mcp' }, files: { command: 'npx' } };
  const there = (name: string) => ({ [name]: { url: `https://${name}.example/mcp` } });
  const written: [program: string, file: string, text: string][] = [
    ['Claude Desktop', '.config/Claude/claude_desktop_config.json', JSON.stringify({ mcpServers: there('desktop') })],
    ['Claude Code', '.claude.json', JSON.stringify({ mcpServers: there('code') })],
    ['Cursor', '.cursor/mcp.json', JSON.stringify({ mcpServers: servers })],
    ['VS Code', '.config/Code/User/mcp.json', `// by hand\n${JSON.stringify({ servers: there('vs') })}`],
    ['Windsurf', '.codeium/windsurf/mcp_config.json', JSON.stringify({ mcpServers: there('surf') })],
    ['Codex', '.codex/config.toml', '[mcp_servers.codex]\nurl = "https://codex.example/mcp"\n'],
  ];
  for (const [, file, text] of written) {
    await mkdir(dirname(join(desktop.home, file)), { recursive: true });
    await writeFile(join(desktop.home, file), text);
  }
  const { window, application } = await desktop.launch();
  await window.getByRole('button', { name: 'Import servers…' }).click();
  for (const [program] of written)
    await expect(window.getByRole('group', { name: program, exact: true })).toBeVisible();
  await window.getByRole('group', { name: 'Cursor' }).getByRole('checkbox', { name: 'linear' }).check();
  await window.getByRole('button', { name: 'Import 1 server' }).click();
  const added = window.getByRole('list', { name: '1 server was imported. You can sign in at any time.' });
  await expect(added.getByRole('button', { name: 'Sign in to linear' })).toBeVisible();
  await window.getByRole('button', { name: 'Done' }).click();
  await expect(listed(window, 'linear', 'Not signed in')).toBeVisible();
  await expect(serverList(window).locator('[data-server-row]')).toHaveCount(1);
  for (const [program, file, text] of written)
    expect([program, readFileSync(join(desktop.home, file), 'utf8')]).toEqual([program, text]);

  const file = join(desktop.home, 'servers.json');
  await application.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await window.keyboard.press('Control+,');
  await window.getByRole('button', { name: 'Export…' }).click();
  await expect(window.getByText(`1 server exported to ${file}`)).toBeVisible();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    format: 'keyfob-servers',
    version: 1,
    servers: [{ name: 'linear', url: 'https://mcp.linear.example/mcp' }],
  });

  // As on another computer, without the servers.
  await window.getByRole('button', { name: 'Back to servers' }).click();
  await window.getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: 'Remove…' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(listed(window, 'linear', 'Not signed in')).toBeHidden();
  await application.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);
  await window.keyboard.press('Control+,');
  await window.getByRole('button', { name: 'Import servers…' }).click();
  await window.getByRole('group', { name: 'Cursor' }).waitFor();
  await window.getByRole('button', { name: 'From a file…', exact: true }).click();
  await window.getByRole('group', { name: 'servers.json' }).getByRole('checkbox', { name: 'linear' }).check();
  await window.getByRole('button', { name: 'Import 1 server' }).click();
  await window.getByRole('button', { name: 'Done' }).click();
  await expect(listed(window, 'linear', 'Not signed in')).toBeVisible();
});

test('an address in the person’s own network is allowed in the system’s dialog, and the permission is revoked', async ({
  desktop,
}) => {
  const { window, application } = await desktop.launch();
  const asked = () => application.evaluate(() => (globalThis as { asked?: string[] }).asked ?? []);
  await application.evaluate(({ dialog }) => {
    const said: string[] = [];
    Object.assign(globalThis, { asked: said });
    dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
      said.push(options.message);
      return { response: said.length > 1 ? 1 : 0, checkboxChecked: false };
    }) as never;
  });
  await window.getByRole('button', { name: 'Add server' }).first().click();
  await window.getByLabel('Address').fill('https://10.255.255.254/mcp');
  await window.getByRole('button', { name: 'Save only' }).click();
  const allow = window.getByRole('button', { name: 'Allow this address' });
  await allow.first().click();
  await expect.poll(asked).toHaveLength(1);
  await expect(allow.first()).toBeVisible();
  await allow.first().click();
  await expect(listed(window, '10.255.255.254', 'Not signed in')).toBeVisible();
  expect(await asked()).toEqual(Array.from({ length: 2 }, () => 'Allow Keyfob to connect to https://10.255.255.254?'));

  await window.keyboard.press('Control+,');
  await window.getByRole('button', { name: 'Revoke https://10.255.255.254' }).click();
  await expect(window.getByText('None. Keyfob asks when you add a server')).toBeVisible();
});
