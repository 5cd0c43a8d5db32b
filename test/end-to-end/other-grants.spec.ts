import { answerDevicePages } from '../fixtures/authorization-server-device.ts';
import { machineClient } from '../support/machine-client.ts';
import { addServerDialog, listed, openAddServer, openTool, runTool } from './person.ts';
import { expect, test } from './test.ts';

test('a sign-in with a code that a person types on another device succeeds', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer({ deviceFlow: true });
  const { window } = await desktop.launch();
  await openAddServer(window);
  const dialog = addServerDialog(window);
  await dialog.getByLabel('Address').fill(server.url);
  await dialog.getByLabel('Name').fill('Acme');
  await dialog.getByRole('button', { name: 'Advanced' }).click();
  await dialog.getByLabel('How to sign in').selectOption({ label: 'With a code, on any device' });
  await dialog.getByRole('button', { name: 'Save and sign in' }).click();

  await expect(window.getByRole('heading', { name: 'Enter a code in any browser' })).toBeVisible();
  const code = await window.locator('output').innerText();
  expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  await expect(window.getByRole('img', { name: `QR code of the page with code ${code}` })).toBeVisible();
  const page = await window.getByText(`${authorization.issuer}/device`, { exact: true }).innerText();
  expect(await answerDevicePages(page, code)).toBe('You are signed in');
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await openTool(window, 'Acme', 'whoami');
  await expect(await runTool(window)).toContainText('ann@example.com');
  expect(desktop.browser.openPages()).toEqual([]);
});

test('a sign-in as an app that was registered by hand succeeds without a browser', async ({
  desktop,
  protectedServer,
}) => {
  const { clients, secret } = machineClient('client_secret_basic');
  const { authorization, server } = await protectedServer({ clientCredentials: true, clients });
  const { window } = await desktop.launch();
  await openAddServer(window);
  const dialog = addServerDialog(window);
  await dialog.getByLabel('Address').fill(server.url);
  await dialog.getByLabel('Name').fill('Acme');
  await dialog.getByRole('button', { name: 'Advanced' }).click();
  await dialog.getByLabel('How to sign in').selectOption({ label: 'As this app, without a user' });
  await dialog.getByLabel('Client ID').fill('night-report');
  await dialog.getByLabel('Client secret').fill(secret);
  await dialog.getByRole('button', { name: 'Save and sign in' }).click();

  await expect(listed(window, 'Acme', 'Signed in as this app')).toBeVisible();
  await openTool(window, 'Acme', 'Convert units');
  await expect(await runTool(window)).toContainText('10 miles is 16.0934 kilometres.');
  expect(authorization.count('authorization')).toBe(0);
  expect(desktop.browser.openPages()).toEqual([]);

  // The secret is stored, and never shown again.
  await window.getByRole('tab', { name: 'Settings' }).click();
  await expect(window.getByText('Saved. It is never shown again.').first()).toBeVisible();
  expect(await window.content()).not.toContain(secret);
});
