import { mainNotes } from './main-notes.ts';
import { addServer, listed, openTool, ready, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { watchTray } from './tray.ts';
import { countStoredSignIns } from './what-is-stored.ts';

const passphrase = 'a horse, a kingdom';

test('a locked Keyfob shows and runs nothing until the passphrase is entered, over a restart too', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const running = await desktop.launch();
  const { window } = running;
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Secret plans', url: server.url });

  await window.keyboard.press('Control+,');
  await window.getByRole('button', { name: 'Choose a passphrase…' }).click();
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await window.getByLabel('Repeat passphrase').fill(passphrase);
  await window.getByRole('button', { name: 'Turn the lock on' }).click();
  await expect(window.getByRole('button', { name: 'Lock now' })).toBeVisible();
  await window.getByRole('button', { name: 'Back to servers' }).click();
  await openTool(window, 'Secret plans', 'slow');
  await window.getByLabel('steps').fill('10000');
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(() => server.calls.length).toBe(1);
  await window.getByRole('button', { name: 'Lock Keyfob' }).click();
  // Running calls are cancelled, and the server is told.
  await expect.poll(() => server.cancelled()).toBe(1);

  const title = window.getByRole('heading', { name: 'Keyfob is locked' });
  await expect(title).toBeVisible();
  await expect(window.locator('body')).not.toContainText('Secret plans');
  // The bridge refuses too.
  const answers = await window.evaluate(async () => {
    const { keyfob } = window as unknown as {
      keyfob: { request: (name: string, input?: unknown) => Promise<unknown> };
    };
    return Promise.all([
      keyfob.request('servers:list'),
      keyfob.request('app:describe'),
      keyfob.request('preferences:change', { lockAfter: 0 }),
      keyfob.request('lock:remove', { passphrase: '' }),
    ]);
  });
  expect(answers).toEqual(answers.map(() => ({ ok: false, error: { code: 'locked', values: {} } })));

  await window.getByLabel('Passphrase', { exact: true }).fill('wrong');
  await window.keyboard.press('Enter');
  await expect(window.getByText('The passphrase is wrong.')).toBeVisible();
  await running.quit();

  const again = await desktop.launch();
  await ready(again.window);
  await expect(again.window.getByRole('heading', { name: 'Keyfob is locked' })).toBeVisible();
  await again.window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await again.window.keyboard.press('Enter');
  await expect(listed(again.window, 'Secret plans', 'Signed in')).toBeVisible();
  await again.window.getByRole('tab', { name: /^Tools/ }).click();
  await expect(again.window.getByRole('navigation', { name: 'Tools of Secret plans' })).toBeVisible();
});

test('the tray leads to the choice of a passphrase, locks with one, and then names no server', async ({ desktop }) => {
  const { window, application } = await desktop.launch();
  const tray = await watchTray(application);
  await addServer(window, { name: 'Secret plans', url: 'https://plans.example/mcp' }, 'Save only');
  await expect.poll(tray.labels).toContain('Secret plans: sign in');
  await tray.click('Lock');
  await window.getByRole('button', { name: 'Choose a passphrase…' }).click();
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await window.getByLabel('Repeat passphrase').fill(passphrase);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('button', { name: 'Lock now' })).toBeVisible();

  await tray.click('Lock');
  await expect(window.getByRole('heading', { name: 'Keyfob is locked' })).toBeVisible();
  await expect.poll(tray.labels).toEqual(['Keyfob is locked', 'Open Keyfob', 'Quit Keyfob']);

  // A lost passphrase: a native dialog asks, and only the servers remain.
  await application.evaluate(({ dialog }) => {
    const said: string[] = ((globalThis as unknown as { notes: string[] }).notes = []);
    dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
      said.push(options.message);
      return { response: 1, checkboxChecked: false };
    }) as never;
  });
  await window.getByRole('button', { name: 'Forgot the passphrase?' }).click();
  await window.getByRole('button', { name: 'Reset the lock and sign out everywhere…' }).click();
  await expect(listed(window, 'Secret plans', 'Not signed in')).toBeVisible();
  expect(await mainNotes(application)).toEqual(['Reset the lock and delete all sign-ins?']);
  await expect.poll(tray.labels).toContain('Secret plans: sign in');
});

test('a forgotten passphrase deletes the sign-in on the disk and revokes it at the authorization server', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window, application } = await desktop.launch();
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Secret plans', url: server.url });
  await window.keyboard.press('Control+,');
  await window.getByRole('button', { name: 'Choose a passphrase…' }).click();
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await window.getByLabel('Repeat passphrase').fill(passphrase);
  await window.getByRole('button', { name: 'Turn the lock on' }).click();
  await window.getByRole('button', { name: 'Lock now' }).click();
  await expect(window.getByRole('heading', { name: 'Keyfob is locked' })).toBeVisible();
  // The sign-in survives the lock.
  expect(await countStoredSignIns(desktop.home)).toBe(1);
  expect(await authorization.isLastTokenLive()).toBe(true);

  await application.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
  });
  await window.getByRole('button', { name: 'Forgot the passphrase?' }).click();
  await window.getByRole('button', { name: 'Reset the lock and sign out everywhere…' }).click();
  await expect(listed(window, 'Secret plans', 'Not signed in')).toBeVisible();
  expect(await countStoredSignIns(desktop.home)).toBe(0);
  expect(await authorization.isLastTokenLive()).toBe(false);
  // The refresh token, and the access token.
  expect(authorization.count('revocation')).toBe(2);
});

test('wrong passphrases are paused for a time that is shown, and the lock is turned off with the right one', async ({
  desktop,
}) => {
  const { window, application } = await desktop.launch();
  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  await window.getByRole('button', { name: 'Choose a passphrase…' }).click();
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await window.getByLabel('Repeat passphrase').fill(passphrase);
  await window.keyboard.press('Enter');
  await window.getByRole('combobox', { name: 'Lock when you are away' }).selectOption({ label: 'Never' });
  // Emits the system's event, first with the preference off and then on.
  const lockScreen = () => application.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
  const title = window.getByRole('heading', { name: 'Keyfob is locked' });
  await lockScreen();
  await window.getByRole('combobox', { name: 'Lock when you are away' }).selectOption({ label: 'After 5 minutes' });
  await expect(title).toBeHidden();
  await lockScreen();
  await expect(title).toBeVisible();

  const field = window.getByLabel('Passphrase', { exact: true });
  for (let tries = 1; tries <= 3; tries += 1) {
    await field.fill(`wrong ${tries}`);
    await window.keyboard.press('Enter');
    await expect(field).toHaveValue('');
    await expect(field).toBeFocused();
  }
  await field.fill(passphrase);
  await expect(window.getByRole('button', { name: /^Try again in \d seconds?$/ })).toBeDisabled();
  await window.getByRole('button', { name: 'Unlock' }).click();
  await expect(title).toBeHidden();

  await window.getByRole('button', { name: 'Turn the lock off…' }).click();
  await window.getByLabel('Current passphrase').fill(passphrase);
  await window.getByRole('button', { name: 'Turn the lock off' }).click();
  await expect(window.getByRole('button', { name: 'Choose a passphrase…' })).toBeVisible();
});
