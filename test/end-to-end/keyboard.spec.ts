import type { Locator, Page } from '@playwright/test';
import { answerInBrowser, listed, ready } from './person.ts';
import { expect, test } from './test.ts';

/** More focus stops than any view has. */
const stops = 80;

/**
 * Presses Tab until the target has the focus. Every stop on the way has an accessible name, and the focus is never
 * lost.
 */
async function tabTo(window: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < stops; stop += 1) {
    await window.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) return;
    passed.push(await whereFocusIs(window));
  }
  throw new Error(`${String(target)} is not reached by ${key}: ${passed.join(', ')}`);
}

function whereFocusIs(window: Page): Promise<string> {
  return window.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return 'nothing';
    const label = activeElement.getAttribute('aria-label') ?? activeElement.textContent?.trim();
    return `${activeElement.tagName.toLowerCase()} ${label || activeElement.id}`.slice(0, 60);
  });
}

test('the keyboard alone does the whole job, from the first start to signing out', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await ready(window);
  const { keyboard } = window;

  // Add a server.
  await tabTo(window, window.getByRole('main').getByRole('button', { name: 'Add server' }));
  await keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Add server' });
  await expect(dialog.getByLabel('Address')).toBeFocused();
  await keyboard.type(server.url);
  // Enter shows the dry run's result before anything is registered; another Enter continues.
  await keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Save and sign in' })).toBeFocused();
  await expect(dialog.getByText(/ uses .* for sign-in/)).toBeVisible();
  expect(authorization.count('registration')).toBe(0);
  const name = dialog.getByLabel('Name');
  await expect(name).toHaveValue('Sample server');
  await tabTo(window, name, 'Shift+Tab');
  await keyboard.type('Acme');
  await keyboard.press('Enter');

  // While waiting for the browser, the focus is on the new server in the list.
  await expect(window.getByRole('heading', { name: 'Finish in your browser' })).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(listed(window, 'Acme', 'Waiting for you')).toBeFocused();
  await tabTo(window, window.getByRole('button', { name: 'Copy link' }));
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await expect.poll(() => whereFocusIs(window)).toBe('h1 Acme');

  // Opens the tools, selects one with the arrow keys, fills in its form, and runs it.
  await tabTo(window, window.getByRole('button', { name: 'Open tools' }));
  await keyboard.press('Enter');
  const tools = window.getByRole('navigation', { name: 'Tools of Acme' });
  await expect(window.getByRole('button', { name: 'Open tools' })).toBeFocused();
  await tabTo(window, tools.locator('[data-tool-row]').first());
  const convert = tools.getByRole('button', { name: /^Convert units/ });
  for (let row = 0; row < 10 && !(await convert.evaluate((one) => one === document.activeElement)); row += 1)
    await keyboard.press('ArrowDown');
  await expect(convert).toBeFocused();
  await keyboard.press('Enter');
  await expect(convert).toBeFocused();
  await tabTo(window, window.getByLabel('Value'));
  await keyboard.press('Control+A');
  await keyboard.type('68');
  await keyboard.press('Tab');
  await expect(window.getByRole('combobox', { name: 'From', exact: true })).toBeFocused();
  await keyboard.type('fahrenheit');
  await keyboard.press('Tab');
  await expect(window.getByRole('combobox', { name: 'To', exact: true })).toBeFocused();
  await keyboard.type('celsius');
  await tabTo(window, window.getByRole('button', { name: 'Run', exact: true }));
  await keyboard.press('Enter');

  // Reads the result, which follows the run button.
  const result = window.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('68 fahrenheit is 20 celsius.');
  expect(server.calls).toEqual([
    { tool: 'convert_units', arguments: { value: 68, from: 'fahrenheit', to: 'celsius' } },
  ]);
  await expect(window.getByRole('button', { name: 'Run', exact: true })).toBeFocused();
  await tabTo(window, result.getByRole('button', { name: 'Copy result' }));

  // Sign out.
  await tabTo(window, window.getByRole('button', { name: 'Sign out' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  await expect.poll(() => whereFocusIs(window)).toBe('h1 Acme');
  expect(await authorization.isLastTokenLive()).toBe(false);
  await tabTo(window, window.getByRole('button', { name: 'Sign in', exact: true }));
});
