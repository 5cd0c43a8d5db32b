import { ask } from './ask.ts';
import { answerInBrowser, become, listed, signIn } from './person.ts';
import { expect, test } from './test.ts';

test('two people at one computer have a sign-in each, and an admin ends the other’s', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });

  // By keyboard only: the current profile, the list of profiles, and a new one.
  const menu = (person: string) => window.getByRole('button', { name: new RegExp(`You are ${person}\\.`) });
  await menu('Me').focus();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('menuitem', { name: 'Me Admin' })).toHaveAttribute('aria-current', 'true');
  await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
  await window.getByRole('textbox', { name: 'Name of a new person' }).fill('Mai');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('combobox', { name: 'Role of Mai' })).toBeVisible();
  await window.keyboard.press('Escape');

  await become(window, 'Me', 'Mai');
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  await listed(window, 'Acme', 'Not signed in').click();
  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();

  await become(window, 'Mai', 'Me');
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
  await expect(window.getByRole('combobox', { name: 'Role of Mai' })).toBeHidden();
});

test('a member is offered nothing that would be refused, and reads which admin to ask', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  const servers = await ask(window, 'servers:list');
  const serverId = servers.ok ? servers.value[0]?.id : undefined;
  if (serverId === undefined) throw new Error('there is no Acme');
  await ask(window, 'servers:change-settings', { serverId, changes: { account: 'shared' } });
  await ask(window, 'profiles:create', { name: 'Mai', role: 'member' });
  await become(window, 'Me', 'Mai');

  await listed(window, 'Acme', 'Needs an admin').click();
  const main = window.getByRole('main');
  await expect(main.getByText('Shared by everyone in Personal. Only admins can sign in and out: Me.')).toBeVisible();
  await expect(main.getByRole('heading', { name: 'An admin must sign in first' })).toBeVisible();
  for (const name of ['Sign in', 'More actions', 'Sign out'])
    await expect(main.getByRole('button', { name, exact: true })).toHaveCount(0);
  await expect(window.getByText('Only admins can add servers: Me.')).toBeVisible();
  await expect(window.getByRole('button', { name: 'Add server' })).toHaveCount(0);
  await window.keyboard.press('Control+N');
  await main.getByRole('tab', { name: 'Settings' }).click();
  await expect(main.getByText('Only admins can change the settings of Acme: Me.')).toBeVisible();
  await expect(main.getByRole('textbox')).toHaveCount(0);
  await expect(window.getByRole('dialog')).toHaveCount(0);

  await become(window, 'Mai', 'Me');
  await listed(window, 'Acme', 'Not signed in').click();
  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await become(window, 'Me', 'Mai');
  await listed(window, 'Acme', 'Signed in').click();
  await expect(main.getByRole('button', { name: 'Open tools' })).toBeVisible();
  await expect(main.getByRole('button', { name: 'Sign out' })).toHaveCount(0);
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
