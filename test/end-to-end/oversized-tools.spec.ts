import type { Locator, Page } from '@playwright/test';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { manyTools, oversized, oversizedTools } from '../support/oversized-tools.ts';
import { addServer, listed, openTool, runTool } from './person.ts';
import { expect, test } from './test.ts';

/** Opens the window with a server that has this tool and a small one. */
async function openBeside(window: Page, origin: string, tool: string): Promise<Locator> {
  await addServer(window, { name: 'Acme', url: `${origin}/mcp` });
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();
  await openTool(window, 'Acme', tool);
  return window.locator('form').filter({ has: window.getByRole('button', { name: 'Run', exact: true }) });
}

/** The small tool works whatever the other one is. */
async function useTheSmallOne(window: Page): Promise<void> {
  await openTool(window, 'Acme', 'a small tool');
  await window.getByRole('textbox', { name: 'text' }).fill('still here');
  await runTool(window);
}

for (const tool of ['fans out', '20,000 fields'])
  test(`a tool with too large a form (${tool}) is opened as JSON, and the window stays usable`, async ({
    desktop,
    closing,
  }) => {
    const server = closing(await openScriptedServer({ '/mcp': oversizedTools([tool, 'a small tool']) }));
    const { window } = await desktop.launch();
    const form = await openBeside(window, server.origin, tool);
    await expect(window.getByText('The input of this tool is too large for a form.')).toBeVisible();
    await expect(form.locator('input, textarea, select')).toHaveCount(1);
    await form.getByRole('textbox', { name: 'Input as JSON' }).fill('{"field7": "seven"}');
    await runTool(window);
    expect(server.requests.at(-1)?.body).toContain('"arguments":{"field7":"seven"}');
    await useTheSmallOne(window);
  });

test('a choice among 500,000 values is searched, and the window draws 100 of them', async ({ desktop, closing }) => {
  const server = closing(await openScriptedServer({ '/mcp': oversizedTools(['500,000 choices', 'a small tool']) }));
  const { window } = await desktop.launch();
  const form = await openBeside(window, server.origin, '500,000 choices');
  const field = form.getByRole('combobox', { name: 'choice' });
  await field.click();
  await expect(window.getByRole('option')).toHaveCount(100);
  await field.fill('choice 4999');
  await expect(window.getByRole('option')).toHaveCount(100);
  await field.fill('choice 499998');
  await expect(window.getByRole('option')).toHaveCount(1);
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await runTool(window);
  expect(server.requests.at(-1)?.body).toContain('"arguments":{"choice":"choice 499998"}');
  await useTheSmallOne(window);
});

test('a result of 200,000 parts is drawn 50 parts at a time', async ({ desktop, closing }) => {
  const server = closing(await openScriptedServer({ '/mcp': oversizedTools(['200,000 parts', 'a small tool']) }));
  const { window } = await desktop.launch();
  await openBeside(window, server.origin, '200,000 parts');
  const result = await runTool(window);
  await expect(result.locator('pre')).toHaveCount(50);
  await result.getByRole('button', { name: 'Show 50 more' }).click();
  await expect(result.locator('pre')).toHaveCount(100);
  await expect(result.getByText('100 of 200,000 parts shown.')).toBeVisible();
  await useTheSmallOne(window);
});

test('a list of 100,000 tools shows the first 10,000, few of them drawn, and the last of those is found', async ({
  desktop,
  closing,
}) => {
  const server = closing(await openScriptedServer({ '/mcp': manyTools(100_000) }));
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: `${server.origin}/mcp` });
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();
  await window.getByRole('tab', { name: /^Tools/ }).click();
  await expect(window.getByText('These are the first 10,000 tools. Acme has more.')).toBeVisible();
  const rows = window.locator('[data-tool-row]');
  await expect(window.getByRole('listitem').filter({ has: rows }).first()).toHaveAttribute('aria-setsize', '10000');
  expect(await rows.count()).toBeLessThan(200);
  await window.getByRole('searchbox', { name: 'Search tools' }).fill('tool9999');
  await expect(rows).toHaveCount(1);
  await rows.first().click();
  await runTool(window);
});

for (const tool of ['a pattern that backtracks', '20,000 items that differ'])
  test(`a result whose output schema is that of ${tool} is shown as it is`, async ({ desktop, closing }) => {
    const server = closing(await openScriptedServer({ '/mcp': oversizedTools([tool, 'a small tool']) }));
    expect(oversized[tool]).toBeDefined();
    const { window } = await desktop.launch();
    await openBeside(window, server.origin, tool);
    const result = await runTool(window);
    await expect(result.getByRole('heading', { name: 'Structured result' })).toBeVisible();
    await useTheSmallOne(window);
  });
