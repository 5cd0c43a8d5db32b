import { violationsIn } from './accessibility.ts';
import { agentFor, nextWindow, startWithServers, whoami } from './asking-window.ts';
import { expect, test } from './test.ts';

const slow = { method: 'tools/call', params: { name: 'slow', arguments: { steps: 1000 } } };

test('a forwarding is made with a key that is shown once, lets another machine in, and is revoked with its calls', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything', 'Notes']);
  await window.getByRole('button', { name: /^Programs/ }).click();
  await window.getByRole('button', { name: 'Other machines…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Other machines' });
  await dialog.getByLabel('Name').fill('build server');
  await dialog.getByLabel('Everything').check();
  await dialog.getByLabel('All tools').check();
  expect(await violationsIn(window)).toEqual([]);
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  const key = (await dialog.getByText(/^kff_[\w-]{43}$/).textContent()) ?? '';
  await expect(dialog).toContainText(`${desktop.home}/.keyfob-development/run/agent.sock`);
  expect(await violationsIn(window)).toEqual([]);

  // The key is not lost without a question, nor by Escape.
  await window.keyboard.press('Escape');
  const question = window.getByRole('alertdialog', { name: 'Close without copying' });
  expect(await violationsIn(window)).toEqual([]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByRole('button', { name: 'Copy the key' }).click();
  await expect.poll(() => application.evaluate(({ clipboard }) => clipboard.readText())).toBe(key);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).not.toContainText('kff_');
  await expect(dialog).toContainText('May use Everything');

  const machine = { KEYFOB_FORWARDING: key };
  const agent = agentFor(desktop, closing, 'everything', machine);
  expect(await agent.answerTo(1)).toHaveProperty('result.content');
  await expect(dialog).toContainText('1 connection now');
  // What it was not allowed is asked, in its name.
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'notes', machine));
  await expect(asking.getByRole('heading')).toHaveText('Allow build server to use Notes?');
  await expect(asking.locator('section')).toContainText('This is build server, a forwarding that you made');
  expect(await violationsIn(asking)).toEqual([]);

  agent.send({ ...slow, id: 2 });
  await dialog.getByRole('button', { name: 'Revoke build server' }).click();
  const revoking = window.getByRole('alertdialog', { name: 'Revoke build server' });
  expect(await violationsIn(window)).toEqual([]);
  await revoking.getByRole('button', { name: 'Revoke', exact: true }).click();
  expect(await agent.answerTo(2)).toMatchObject({ error: { code: -31001 } });
  await expect(dialog).not.toContainText('build server');
  // Its question is gone with it, and its key counts for nothing.
  await expect.poll(() => asking.isClosed()).toBe(true);
  agent.send({ ...whoami, id: 3 });
  expect(await agent.answerTo(3)).toMatchObject({ error: { code: -31002 } });
  await window.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});
