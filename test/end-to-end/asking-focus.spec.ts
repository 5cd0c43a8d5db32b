import type { ElectronApplication } from '@playwright/test';
import { agentFor, nextWindow, press, startWithServers } from './asking-window.ts';
import { expect, test } from './test.ts';
import { startWindowManager } from './window-manager.ts';

const question = 'A program wants to use a server';

/** Whether a window of this title is shown above others. */
const isInFront = (application: ElectronApplication) =>
  application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((one) => one.isVisible() && one.isAlwaysOnTop()),
  );

test('a question appears in front while the user types elsewhere, and gets none of what they type', async ({
  desktop,
  closing,
}) => {
  const manager = closing(await startWindowManager(desktop));
  const { application, window } = await startWithServers(desktop, closing, ['Everything', 'Notes']);
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus());
  const search = window.getByRole('searchbox');
  await search.click();
  const title = await window.title();
  await expect.poll(manager.focused).toBe(title);

  await manager.type('before ');
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'everything'));
  await expect.poll(() => isInFront(application)).toBe(true);
  await manager.type('during ');
  await manager.key('space');
  await manager.key('Return');
  await expect(asking.getByRole('button', { disabled: false })).toHaveCount(5);
  // Another one joins it, and the window comes to the front again.
  agentFor(desktop, closing, 'notes');
  await expect(asking.getByRole('heading')).toHaveCount(2);
  await manager.type('after');
  await expect(search).toHaveValue('before during  after');
  expect(await manager.focused()).toBe(title);
  await expect(asking.getByRole('heading')).toHaveCount(2);
});

test('a question that the user has turned to is answered by keyboard: Tab and space, never Enter', async ({
  desktop,
  closing,
}) => {
  const manager = closing(await startWindowManager(desktop));
  const { application } = await startWithServers(desktop, closing, ['Everything', 'Notes']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'everything'));
  agentFor(desktop, closing, 'notes');
  await expect(asking.getByRole('heading')).toHaveCount(2);
  await application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.isAlwaysOnTop())
      ?.focus(),
  );
  await expect.poll(manager.focused).toBe('2 questions are waiting for you');
  await expect(asking.getByRole('button', { disabled: false })).toHaveCount(10);
  const focused = () => asking.evaluate(() => document.activeElement?.textContent || document.activeElement?.tagName);

  // Escape is for a question that has the focus, and none has it yet.
  await manager.key('Escape');
  await manager.key('Tab');
  await expect.poll(focused).toBe('INPUT');
  await manager.key('Return');
  await manager.key('Down');
  await expect(asking.getByRole('radio', { name: 'Use all tools' }).first()).toBeChecked();
  await manager.key('Tab');
  await expect.poll(focused).toBe('Allow once');
  await manager.key('Return');
  await expect(asking.getByRole('status').filter({ hasText: 'Only the space bar' })).toBeVisible();
  await expect(asking.getByRole('heading')).toHaveCount(2);

  await manager.key('Escape');
  await expect(asking.getByRole('heading')).toHaveText(['Allow playwright to use Notes?']);
  await expect.poll(focused).toBe('Allow playwright to use Notes?');
  await manager.key('space');
  for (const label of ['Allow once', 'Until lock', 'Always allow', 'Not now']) {
    await manager.key('Tab');
    if (label === 'Allow once') await manager.key('Tab');
    await expect.poll(focused).toBe(label);
  }
  await expect(asking.getByRole('heading')).toHaveCount(1);
  await press(asking, 'Not now');
  await expect.poll(() => application.windows().length).toBe(1);
});

test('a window of questions is called by its first one until there are more', async ({ desktop, closing }) => {
  const { application } = await startWithServers(desktop, closing, ['Everything']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'everything'));
  expect(await asking.title()).toBe(question);
});
