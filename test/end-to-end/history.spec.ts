import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { addServer, listed, openTool, ready, runTool, serverList } from './person.ts';
import { expect, test } from './test.ts';

const openHistory = async (window: Page) => {
  await serverList(window).getByRole('button', { name: 'History' }).click();
  await window.getByRole('heading', { name: 'History' }).waitFor();
};
const rows = (window: Page) => window.getByRole('table', { name: 'Calls of tools' }).getByRole('row');

test('the history lasts over a restart, and its calls are found, opened, compared, run again, exported and deleted', async ({
  desktop,
  closing,
}) => {
  const server = closing(await startMcpServer({ testTools: true }));
  const first = await desktop.launch();
  await addServer(first.window, { name: 'Acme', url: server.url });
  await expect(listed(first.window, 'Acme', 'Open')).toBeVisible();
  await openTool(first.window, 'Acme', 'Plan a day');
  for (const task of ['Write letters', 'Feed the herons']) {
    await first.window.getByRole('textbox', { name: 'Task' }).fill(task);
    await expect(await runTool(first.window)).toContainText(task);
  }
  await openTool(first.window, 'Acme', 'fails');
  await runTool(first.window);
  // Calls that were made in the last second are written when Keyfob quits.
  await first.quit();

  const { window, application, folder } = await openAgain(desktop);
  for (const name of readdirSync(folder).filter((one) => one.startsWith('history')))
    expect(readFileSync(join(folder, name)).toString('latin1')).not.toContain('herons');
  expect(existsSync(join(folder, 'history.sqlite'))).toBe(true);
  expect(readdirSync(folder).some((name) => name.includes('history') && name.includes('backup'))).toBe(false);

  await openHistory(window);
  await expect(window.getByText('3 calls')).toBeVisible();
  await expect(rows(window).nth(1)).toContainText(/fails.*Acme.*Tool error.*This window/);
  await window.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: 'Tool error' });
  await expect(window.getByText('1 call', { exact: true })).toBeVisible();
  await window.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: 'All outcomes' });
  await window.getByRole('searchbox', { name: 'Find in the calls shown' }).fill('HERONS');
  await expect(window.getByText('1 call', { exact: true })).toBeVisible();
  await window.getByRole('searchbox', { name: 'Find in the calls shown' }).fill('');
  await expect(window.getByText('3 calls')).toBeVisible();

  for (const row of [2, 3]) await rows(window).nth(row).getByRole('checkbox').check({ force: true });
  const file = join(desktop.home, 'calls.json');
  await application.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await window.getByRole('button', { name: 'Export…' }).click();
  await expect(window.getByRole('button', { name: 'Exported' })).toBeVisible();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    calls: [
      { server: 'Acme', tool: 'plan_day', program: null },
      { server: 'Acme', tool: 'plan_day', program: null },
    ],
  });
  await window.getByRole('button', { name: 'Compare' }).click();
  const input = window.getByRole('region', { name: 'Input' });
  await expect(input.locator('del')).toContainText('Write letters');
  await expect(input.locator('ins')).toContainText('Feed the herons');
  await window.keyboard.press('Escape');

  // By the keyboard alone: to the first row, down, open, run again.
  await rows(window).nth(1).getByRole('button').focus();
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('region', { name: 'Result' })).toContainText('Feed the herons');
  await window.getByRole('button', { name: 'Run again' }).click();
  await expect(window.getByRole('heading', { level: 2, name: 'Plan a day' })).toBeVisible();
  await expect(window.getByRole('textbox', { name: 'Task' })).toHaveValue('Feed the herons');
  await expect(await runTool(window)).toContainText('Feed the herons');

  await window.getByRole('button', { name: 'Earlier calls' }).click();
  await expect(window.getByText('3 calls')).toBeVisible();
  await rows(window).nth(1).getByRole('checkbox').check({ force: true });
  await window.getByRole('button', { name: 'Delete', exact: true }).click();
  await window.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(window.getByText('2 calls')).toBeVisible();
  await window.getByRole('button', { name: 'Delete all…' }).click();
  await expect(window.getByRole('alertdialog')).toContainText('Delete all 3 calls since');
  await window.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(window.getByText('No call matches.')).toBeVisible();

  // Left out from now on.
  await serverList(window)
    .getByRole('button', { name: /^Acme, / })
    .click();
  await window.getByRole('tab', { name: 'Settings' }).click();
  await window.getByRole('switch', { name: 'Keep my calls in the history' }).click({ force: true });
  await expect(window.getByRole('switch', { name: 'Keep my calls in the history' })).not.toBeChecked();
  await openTool(window, 'Acme', 'fails');
  await runTool(window);
  await openHistory(window);
  await expect(window.getByText('No call is kept yet.')).toBeVisible();
});

async function openAgain(desktop: Parameters<Parameters<typeof test>[2]>[0]['desktop']) {
  const { window, application } = await desktop.launch();
  await ready(window);
  const folder = await application.evaluate(({ app }) => app.getPath('userData'));
  return { window, application, folder };
}
