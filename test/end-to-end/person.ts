import { expect, type Locator, type Page } from '@playwright/test';
import type { SystemBrowser } from './browser.ts';

/** A user's actions: each function returns when the window shows the result. */

/** Waits until the window has rendered main's first answers. */
export async function ready(window: Page): Promise<void> {
  await expect(window.locator('html[data-ready]')).toBeAttached();
}

export async function addServer(
  window: Page,
  server: { name?: string; url: string },
  button: 'Save and sign in' | 'Save only' = 'Save and sign in',
): Promise<void> {
  await openAddServer(window);
  const dialog = addServerDialog(window);
  await dialog.getByLabel('Address').fill(server.url);
  if (server.name !== undefined) await dialog.getByLabel('Name').fill(server.name);
  await dialog.getByRole('button', { name: button }).click();
}

export async function openAddServer(window: Page): Promise<void> {
  // In the list, or before there is any server on the first screen.
  await window.getByRole('button', { name: 'Add server' }).click();
  await addServerDialog(window).waitFor();
}

/** Pastes a text into the Address field, as the keyboard does. */
export async function paste(window: Page, text: string): Promise<void> {
  await window.getByLabel('Address').evaluate((field, data) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', data);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

export function addServerDialog(window: Page): Locator {
  return window.getByRole('dialog', { name: 'Add server' });
}

export function serverList(window: Page): Locator {
  return window.getByRole('navigation', { name: 'Servers' });
}

/** A server in the list, with its status label. */
export function listed(window: Page, name: string, word: string): Locator {
  return serverList(window).getByRole('button', { name: `${name}, ${word}`, exact: true });
}

interface AnswerOptions {
  /** A page that is already open; otherwise the next one that Keyfob opens. */
  page?: Page;
  /** Navigates the browser away from the authorization server's last page. */
  leaves?: boolean;
}

/** Signs in if the page asks for it, then answers the consent page. */
export async function answerInBrowser(
  browser: SystemBrowser,
  issuer: string,
  answer: 'Allow' | 'Deny' = 'Allow',
  options: AnswerOptions = {},
): Promise<Page> {
  const page = options.page ?? (await browser.nextPage(issuer));
  const signIn = page.getByRole('button', { name: 'Sign in' });
  const consent = page.getByRole('button', { name: answer });
  await signIn.or(consent).first().waitFor();
  if (await signIn.isVisible()) await signIn.click();
  await consent.click();
  if (options.leaves) return page;
  await expect(page.getByRole('heading')).toHaveText(answer === 'Allow' ? 'You are signed in' : 'Nothing was allowed');
  return page;
}

export async function signIn(
  window: Page,
  browser: SystemBrowser,
  issuer: string,
  server: { name: string; url: string },
): Promise<void> {
  await addServer(window, server);
  await answerInBrowser(browser, issuer);
  await expect(listed(window, server.name, 'Signed in')).toBeVisible();
}

/** Opens a tool's form. The server must be selected. */
export async function openTool(window: Page, server: string, tool: string): Promise<void> {
  await window.getByRole('tab', { name: /^Tools/ }).click();
  const tools = window.getByRole('navigation', { name: `Tools of ${server}` });
  await tools.getByRole('button', { name: tool }).click();
  // By level, because a form's headings come from the server and may have the same text.
  await expect(window.getByRole('heading', { level: 2, name: tool })).toBeVisible();
}

/** Presses Run and returns the result in the window. */
export async function runTool(window: Page): Promise<Locator> {
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  const result = window.getByRole('region', { name: 'Result' });
  await expect(result.getByRole('status')).toBeVisible();
  return result;
}

/** Switches the window to another profile of the workspace. */
export async function become(window: Page, from: string, to: string): Promise<void> {
  await window.getByRole('button', { name: new RegExp(`You are ${from}\\.`) }).click();
  await window.getByRole('menuitem', { name: new RegExp(`^${to} `) }).click();
  await window.getByRole('button', { name: new RegExp(`You are ${to}\\.`) }).waitFor();
}
