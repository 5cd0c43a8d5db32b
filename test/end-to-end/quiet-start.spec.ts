import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { AgentProgram } from './agent-program.ts';
import { agentFor, nextWindow, press, startWithServers } from './asking-window.ts';
import { startNotifier } from './notifier.ts';
import { listed, ready, signIn } from './person.ts';
import { pagesOf } from './processes.ts';
import { expect, test } from './test.ts';
import { watchTray } from './tray.ts';

const windows = (application: ElectronApplication) =>
  application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('Keyfob that starts at login makes no window, and answers agents, asks, notifies and has its tray without one', async ({
  desktop,
  closing,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const notifier = await startNotifier(desktop);
  const data = join(desktop.home, '.config');
  const running = await startWithServers(desktop, closing, ['Everything']);
  await signIn(running.window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await running.quit();

  const application = await desktop.launchQuietly();
  const tray = await watchTray(application);
  let agent: AgentProgram | undefined;
  const asking = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'everything')));
  // The window that asks is the only one.
  expect(await windows(application)).toBe(1);
  await expect.poll(tray.labels).toContain('playwright waits for you');
  await press(asking, 'Always allow');
  expect(await agent?.answerTo(1)).toMatchObject({ result: { content: expect.anything() as unknown } });
  expect(await windows(application)).toBe(0);
  await expect.poll(() => pagesOf(data)).toEqual([]);

  await expect.poll(tray.labels).toContain('Everything is signed in');
  authorization.revokeAll();
  await tray.click('Check everything now');
  await expect.poll(tray.labels).toContain('Acme: sign in again');
  await expect.poll(() => notifier.shown().map(([title]) => title)).toContain('Acme needs you');
  expect(await windows(application)).toBe(0);

  const opened = application.waitForEvent('window');
  await tray.click('Open Keyfob');
  const window = await opened;
  await ready(window);
  await expect(listed(window, 'Acme', 'Sign in again')).toBeVisible();
  expect(await windows(application)).toBe(1);
});

test('Keyfob that a connector starts has no window and no page', async ({ desktop, closing }) => {
  const running = await startWithServers(desktop, closing, ['Everything']);
  await running.quit();
  const data = join(desktop.home, '.config');
  const agent = new AgentProgram(desktop, ['mcp', 'unknown']);
  agent.send({ id: 1, method: 'initialize', params: {} });
  await agent.answerTo(1);
  agent.end();
  expect(pagesOf(data)).toEqual([]);
  await desktop.endAppStartedByLink();
});
