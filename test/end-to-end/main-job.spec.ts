import { addServer, answerInBrowser, listed, openTool, runTool, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { storedKeys } from './what-is-stored.ts';

test('a sign-in goes through the browser and the desktop’s own link, and then a tool is listed and called', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(listed(window, 'Acme', 'Waiting for you')).toBeVisible();
  await expect(window.getByRole('heading', { name: 'Finish in your browser' })).toBeVisible();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();

  await openTool(window, 'Acme', 'Convert units');
  const result = await runTool(window);
  await expect(result).toContainText('10 miles is 16.0934 kilometres.');
  expect(server.calls).toEqual([{ tool: 'convert_units', arguments: { value: 10, from: 'miles', to: 'kilometres' } }]);
  expect(authorization.count('registration')).toBe(1);

  const keys = await storedKeys(desktop.home);
  expect(keys.map(({ backend }) => backend)).toEqual(['gnome_libsecret']);
  // Chromium's prefix for "encrypted with a key from the keyring"; `v10` would be the hard-coded key.
  expect(keys[0]?.wrapped.subarray(0, 3).toString()).toBe('v11');
});

test('a sign-in is kept after Keyfob was quit and started again, without a browser', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const first = await desktop.launch();
  await signIn(first.window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await first.quit();

  const { window } = await desktop.launch();
  await listed(window, 'Acme', 'Signed in').click();
  await openTool(window, 'Acme', 'whoami');
  await expect(await runTool(window)).toContainText('ann@example.com');
  expect(authorization.count('authorization')).toBe(1);
});

test('an access token is renewed automatically before it expires, and again with the new refresh token', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer({ accessTokenSeconds: 5 });
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await openTool(window, 'Acme', 'whoami');

  for (let renewal = 1; renewal <= 2; renewal += 1) {
    await expect.poll(() => authorization.count('token', 'refresh_token')).toBeGreaterThanOrEqual(renewal);
    expect(await authorization.isLastTokenLive()).toBe(true);
    await expect(await runTool(window)).toContainText('ann@example.com');
  }
  // If a refresh token had been sent twice, the authorization server would have ended the sign-in.
  expect(authorization.requests.filter(({ status }) => status >= 400)).toEqual([]);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
});

test('a sign-in that the person denies is reported, loses nothing, and succeeds the next time', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await answerInBrowser(desktop.browser, authorization.issuer, 'Deny');
  await expect(window.getByRole('heading', { name: 'Keyfob was denied access to Acme' })).toBeVisible();
  await expect(window.getByText('Nothing was stored. Sign in again if that was a mistake.')).toBeVisible();
  expect(authorization.count('token')).toBe(0);

  await listed(window, 'Acme', 'Not signed in').click();
  await window.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  expect(authorization.count('registration')).toBe(1);
});

test('a sign-out makes the tokens worthless at the authorization server', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  expect(await authorization.isLastTokenLive()).toBe(true);
  await window.getByRole('button', { name: 'Sign out' }).click();
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  await expect(window.getByText('Signed out of Acme')).toBeVisible();
  expect(await authorization.isLastTokenLive()).toBe(false);
});
