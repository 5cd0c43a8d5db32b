import { addServer, answerInBrowser, listed, openTool, runTool } from './person.ts';
import { expect, test } from './test.ts';
import { countStoredSignIns } from './what-is-stored.ts';

test('a sign-in returns through loopback by itself where the authorization server refuses app links', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer({ refusePrivateSchemes: true });
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(listed(window, 'Acme', 'Waiting for you')).toBeVisible();
  await expect(window.getByRole('alert')).toHaveCount(0);

  const page = await answerInBrowser(desktop.browser, authorization.issuer, 'Allow', { leaves: true });
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback/);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  expect(authorization.requests.filter(({ endpoint }) => endpoint === 'registration')).toMatchObject([
    { status: 400 },
    { status: 201 },
  ]);

  await openTool(window, 'Acme', 'whoami');
  await expect(await runTool(window)).toContainText('ann@example.com');
});

test('a sign-in returns through loopback where the person asks for it', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  const abandoned = await desktop.browser.nextPage(authorization.issuer);
  await abandoned.close();
  await window.getByRole('button', { name: 'Return through this computer instead' }).click();
  const page = await answerInBrowser(desktop.browser, authorization.issuer, 'Allow', { leaves: true });
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback/);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
});

test('a link that finds Keyfob not running starts it and finishes the sign-in', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const first = await desktop.launch();
  await addServer(first.window, { name: 'Acme', url: server.url });
  await expect(listed(first.window, 'Acme', 'Waiting for you')).toBeVisible();
  const page = await desktop.browser.nextPage(authorization.issuer);
  await first.quit();

  await answerInBrowser(desktop.browser, authorization.issuer, 'Allow', { page });
  await expect.poll(() => countStoredSignIns(desktop.home)).toBe(1);
  await desktop.endAppStartedByLink();

  const { window } = await desktop.launch();
  await listed(window, 'Acme', 'Signed in').click();
  await openTool(window, 'Acme', 'whoami');
  await expect(await runTool(window)).toContainText('ann@example.com');
  expect(authorization.count('authorization')).toBe(1);
});

test('a link without a sign-in is dropped', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(listed(window, 'Acme', 'Waiting for you')).toBeVisible();
  await desktop.openLink('app.keyfob:/oauth/callback?code=stolen&state=guessed&iss=https%3A%2F%2Fevil.example');
  await desktop.openLink('app.keyfob:/nothing/of/ours?code=1');

  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await expect(window.getByRole('alert')).toHaveCount(0);
  expect(authorization.count('token')).toBe(1);
});
