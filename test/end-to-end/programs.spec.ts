import type { Page } from '@playwright/test';
import { violationsIn } from './accessibility.ts';
import type { AgentProgram } from './agent-program.ts';
import { agentFor, nextWindow, press, startWithServers, whoami } from './asking-window.ts';
import { expect, test } from './test.ts';

const slow = { method: 'tools/call', params: { name: 'slow', arguments: { steps: 1000 } } };

const openPrograms = (window: Page) => window.getByRole('button', { name: /^Programs/ }).click();

test('the page of programs lists what they may use, and ends it with its connections or asks again', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything', 'Notes']);
  await openPrograms(window);
  const page = window.getByRole('main');
  await expect(page).toContainText('No program has connected yet.');
  await expect(page.getByRole('code')).toContainText(`${desktop.home}/.keyfob-development/bin/keyfob`);
  let agent: AgentProgram | undefined;
  const always = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'everything')));
  await press(always, 'Always allow');
  await agent?.answerTo(1);
  const never = await nextWindow(application, () => agentFor(desktop, closing, 'notes'));
  await press(never, 'Never allow');
  await expect(page.getByRole('heading', { name: 'playwright' })).toBeVisible();
  await expect(page).toContainText('until you revoke it');
  await expect(page).toContainText('Last used');
  await expect(page).toContainText('Never allowed');
  expect(await violationsIn(window)).toEqual([]);

  await page.getByRole('button', { name: 'Revoke playwright for Everything' }).click();
  await expect(page.getByRole('button', { name: 'Revoke playwright for Everything' })).toHaveCount(0);
  // Its connection has ended: the connector connects again, and the user is asked again.
  const again = await nextWindow(application, () => agent?.send({ ...whoami, id: 2 }));
  await expect(again.getByRole('heading')).toHaveText('Allow playwright to use Everything?');
  await again.close();
  await page.getByRole('button', { name: 'Ask again about playwright for Notes' }).click();
  const asked = await nextWindow(application, () => agentFor(desktop, closing, 'notes'));
  await expect(asked.getByRole('heading')).toHaveText('Allow playwright to use Notes?');
});

test('a call under way is seen with its server, and ended with its program, its permission, and what is kept of it', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything']);
  await openPrograms(window);
  let agent: AgentProgram | undefined;
  const always = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'everything')));
  await press(always, 'Always allow');
  await agent?.answerTo(1);
  const now = window.getByRole('region', { name: 'Connected now' });
  const ended = { error: { code: -31001 } };

  agent?.send({ ...slow, id: 2 });
  await expect(now).toContainText('slow, running for');
  await expect(now).toContainText('Everything');
  await expect(window.getByRole('button', { name: /^Programs/ })).toContainText('1 working');
  await window.getByRole('button', { name: 'Stop now: playwright' }).click();
  expect(await agent?.answerTo(2)).toMatchObject(ended);

  // The permission is kept: the connector connects again.
  agent?.send({ ...slow, id: 3 });
  await expect(now).toContainText('slow, running for');
  await window.getByRole('button', { name: 'Revoke playwright for Everything' }).click();
  expect(await agent?.answerTo(3)).toMatchObject(ended);

  const again = await nextWindow(application, () => agent?.send({ ...slow, id: 4 }));
  await press(again, 'Always allow');
  await expect(now).toContainText('slow, running for');
  await window.getByRole('button', { name: 'Forget playwright' }).click();
  const question = window.getByRole('alertdialog', { name: 'Forget playwright' });
  await expect(question).toContainText('This ends its connections and its permission');
  await question.getByRole('button', { name: 'Forget', exact: true }).click();
  expect(await agent?.answerTo(4)).toMatchObject(ended);
});

test('a call waits while all agents are paused, and goes on when they are resumed', async ({ desktop, closing }) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything']);
  let agent: AgentProgram | undefined;
  const always = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'everything')));
  await press(always, 'Always allow');
  await agent?.answerTo(1);
  await openPrograms(window);
  await window.getByRole('button', { name: 'Pause all agents' }).click();
  const banner = window.getByRole('region', { name: 'All agents are paused' });
  await expect(banner).toBeVisible();
  agent?.send({ ...whoami, id: 2 });
  await expect(window.getByRole('region', { name: 'Connected now' })).toContainText('whoami, running for');
  expect(await violationsIn(window)).toEqual([]);
  await banner.getByRole('button', { name: 'Resume' }).click();
  expect(await agent?.answerTo(2)).toMatchObject({ result: {} });
  await expect(banner).toHaveCount(0);
});
