import { answerInBrowser, listed, signIn } from './person.ts';
import { expect, test } from './test.ts';

test('two people at one computer have a sign-in each, and an admin ends the other’s', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });

  // By keyboard alone: who one is, everybody, a new person.
  const menu = (person: string) => window.getByRole('button', { name: new RegExp(`You are ${person}\\.`) });
  await menu('Me').focus();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('menuitem', { name: 'Me' })).toHaveAttribute('aria-current', 'true');
  await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
  await window.getByRole('textbox', { name: 'Name of a new person' }).fill('Mai');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('combobox', { name: 'What Mai may do' })).toBeVisible();
  await window.keyboard.press('Escape');

  await menu('Me').click();
  await window.getByRole('menuitem', { name: 'Mai' }).click();
  await expect(menu('Mai')).toBeVisible();
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  await listed(window, 'Acme', 'Not signed in').click();
  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();

  await menu('Mai').click();
  await window.getByRole('menuitem', { name: 'Me' }).click();
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await listed(window, 'Acme', 'Signed in').click();
  await window.getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: 'Who is signed in…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Who is signed in to Acme' });
  await dialog.getByRole('button', { name: 'Sign out Mai' }).click();
  await dialog.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(dialog.getByText('Not signed in')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();

  await menu('Me').click();
  await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
  await window.getByRole('button', { name: 'Remove Mai' }).click();
  await window.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(window.getByRole('combobox', { name: 'What Mai may do' })).toBeHidden();
});

test('another workspace has servers of its own', async ({ desktop, protectedServer }) => {
  const { server } = await protectedServer();
  const { window } = await desktop.launch({ sample: server.url });
  await window.getByRole('button', { name: /^Try / }).click();
  await window.getByRole('button', { name: 'Cancel' }).click();
  await expect(listed(window, 'Sample server', 'Not signed in')).toBeVisible();
  await window.getByRole('button', { name: /You are Me\./ }).click();
  await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
  await window.getByRole('textbox', { name: 'Name of a new workspace' }).fill('Work');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'Welcome to Keyfob' })).toBeVisible();
  await expect(window.getByRole('button', { name: /You are Me\./ })).toContainText('Work');

  await window.getByRole('button', { name: /You are Me\./ }).click();
  await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
  await window.getByRole('button', { name: 'Remove Work' }).click();
  await window.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(listed(window, 'Sample server', 'Not signed in')).toBeVisible();
});
