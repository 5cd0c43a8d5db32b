import { openMixUp } from '../support/open-mix-up.ts';
import { addServer, addServerDialog, openAddServer } from './person.ts';
import { expect, test } from './test.ts';

test('a sign-in across two sites opens no browser before a person has read both hosts and said yes', async ({
  desktop,
  closing,
}) => {
  const attack = closing(await openMixUp());
  const { attackerHost, honestHost, honest, url } = attack;
  const { window } = await desktop.launch();
  await openAddServer(window);
  const dialog = addServerDialog(window);
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByLabel('Address').press('Enter');
  await expect(dialog.getByText(`Your browser opens ${honestHost}.`)).toContainText(`another site, ${attackerHost}`);
  await window.keyboard.press('Escape');

  await addServer(window, { name: 'Notes', url });
  await expect(
    window.getByText(`Your browser would go to ${honestHost}, but ${attackerHost} would receive the response.`),
  ).toBeVisible();
  await expect(window.getByText(`Opens ${honestHost} in your browser`)).toBeVisible();
  await window.getByRole('button', { name: 'Continue with both sites' }).click();
  const question = window.getByRole('alertdialog', { name: 'Continue with two sites?' });
  await expect(question).toContainText(honestHost);
  await expect(question).toContainText(attackerHost);
  // Cancel has the focus, and Escape cancels too.
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(question).toBeHidden();
  expect(honest.requests).toEqual([]);
  expect(attack.attacker.to('/register')).toEqual([]);
  expect(desktop.browser.openPages()).toEqual([]);

  await window.getByRole('button', { name: 'Continue with both sites' }).click();
  await question.getByRole('button', { name: 'Continue' }).click();
  await expect(window.getByText(`Sign in on the page of ${honestHost}.`)).toBeVisible();
  expect(attack.stolen()).toEqual([]);
  await window.getByRole('button', { name: 'Cancel' }).click();

  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  await expect(window.getByText(`Page of ${honestHost}, response to ${attackerHost}`)).toBeVisible();
  await window.getByRole('button', { name: `Revoke ${honestHost}, ${attackerHost}` }).click();
  await expect(window.getByText('None. Keyfob asks when the response')).toBeVisible();
});
