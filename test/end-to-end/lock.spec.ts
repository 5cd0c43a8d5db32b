import { listed, ready, signIn } from './person.ts';
import { expect, test } from './test.ts';

const passphrase = 'a horse, a kingdom';

test('locked, Keyfob shows and runs nothing until the passphrase is there, over a restart too', async ({
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
  await window.getByLabel('Once more').fill(passphrase);
  await window.getByRole('button', { name: 'Turn the lock on' }).click();
  await window.getByRole('button', { name: 'Lock Keyfob' }).click();

  const title = window.getByRole('heading', { name: 'Keyfob is locked' });
  await expect(title).toBeVisible();
  await expect(window.locator('body')).not.toContainText('Secret plans');
  // Not by the bridge either.
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
  await expect(window.getByText('That isn’t the passphrase.')).toBeVisible();
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
