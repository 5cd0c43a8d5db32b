import { listed, serverList, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { countStoredSignIns } from './what-is-stored.ts';

test('settings that end a sign-in say what they cost, then take the token off the disk and revoke it', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  expect(await authorization.isLastTokenLive()).toBe(true);
  expect(await countStoredSignIns(desktop.home)).toBe(1);

  await window.getByRole('tab', { name: 'Settings' }).click();
  await window.getByLabel('Note').fill('Mine');
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByText('Saved the settings of Acme')).toBeVisible();
  expect(await authorization.isLastTokenLive()).toBe(true);

  await window.getByLabel('Access to request').selectOption({ label: 'Only what I enter' });
  await window.getByLabel('Scopes').fill('tools.read');
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  const question = window.getByRole('dialog', { name: 'This ends 1 sign-in' });
  await expect(question).toContainText('The sign-in to Acme was made with the current settings.');
  // Nothing has changed before the confirmation is answered.
  expect([await authorization.isLastTokenLive(), await countStoredSignIns(desktop.home)]).toEqual([true, 1]);
  await question.getByRole('button', { name: 'Save and sign out' }).click();
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  expect([await authorization.isLastTokenLive(), await countStoredSignIns(desktop.home)]).toEqual([false, 0]);
  expect(authorization.count('revocation')).toBeGreaterThan(0);
});

test('discovery again asks a server once more, shows the result, and registers nothing', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await serverList(window)
    .getByRole('button', { name: /^Acme, / })
    .click();
  const before = authorization.count('metadata');
  await window.getByRole('button', { name: 'How this sign-in works' }).click();
  await window.getByRole('button', { name: 'Check again' }).click();
  const { host } = new URL(authorization.issuer);
  await expect(window.getByText(`Acme uses ${host} for sign-in. Keyfob is already registered there.`)).toBeVisible();
  const steps = window.getByRole('list', { name: 'Steps of this check' }).getByRole('listitem');
  await expect(steps).toHaveCount(3);
  await expect(steps.nth(1)).toContainText(`sign-in through ${host}`);
  expect(authorization.count('metadata')).toBeGreaterThan(before);
  expect(authorization.count('registration')).toBe(1);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
});
