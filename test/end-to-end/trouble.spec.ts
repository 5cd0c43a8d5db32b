import { answerInBrowser, listed, openTool, runTool, signIn } from './person.ts';
import { expect, test } from './test.ts';

test('a sign-in is kept while its authorization server is down, and is renewed automatically afterwards', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer({ accessTokenSeconds: 2 });
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await openTool(window, 'Acme', 'whoami');
  authorization.breakEndpoint('token', { status: 500, body: '<h1>Internal Server Error</h1>' });
  // While the old token is valid, an unreachable authorization server is not reported.
  await expect.poll(() => authorization.isLastTokenLive()).toBe(false);
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(window.getByText(/Keyfob could not reach .* to renew this sign-in\./)).toBeVisible();
  authorization.repair();
  await expect(await runTool(window)).toContainText('ann@example.com');
  expect(authorization.count('authorization')).toBe(1);
});

test('a sign-in that the server has ended has to be made again', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await openTool(window, 'Acme', 'whoami');
  await expect(await runTool(window)).toContainText('ann@example.com');
  authorization.revokeAll();

  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(listed(window, 'Acme', 'Sign in again')).toBeVisible();
  await window.getByRole('button', { name: 'Sign in again', exact: true }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await openTool(window, 'Acme', 'whoami');
  await expect(await runTool(window)).toContainText('ann@example.com');
});

test('a registration that the authorization server has forgotten, shown only in the browser, is made again', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await window.getByRole('button', { name: 'Sign out' }).click();
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  authorization.forgetClients();

  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  const page = await desktop.browser.nextPage(authorization.issuer);
  await expect(page.getByRole('heading')).toHaveText('This sign-in cannot go on');
  await window.getByRole('button', { name: 'Register again' }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  expect(authorization.count('registration')).toBe(2);
});

test('a tool that needs more access shows the missing scopes, and runs once they are granted in the browser', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer({}, { toolScopes: { whoami: 'read:profile' } });
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await openTool(window, 'Acme', 'whoami');
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(listed(window, 'Acme', 'Wants more access')).toBeVisible();
  await window.getByRole('region', { name: 'No result' }).getByRole('button', { name: 'Review' }).click();

  const dialog = window.getByRole('dialog', { name: 'Acme wants more access' });
  await expect(dialog.getByRole('definition').first()).toContainText('read profile');
  await expect(dialog.getByRole('definition').nth(1)).not.toContainText('read profile');
  expect(authorization.count('authorization')).toBe(1);
  await dialog.getByRole('button', { name: 'Allow in the browser' }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await expect(window.getByRole('region', { name: 'Result' })).toContainText('ann@example.com');
  expect(server.calls.map(({ tool }) => tool)).toEqual(['whoami']);
});
