import type { Page } from '@playwright/test';
import { AgentProgram, untilListening } from './agent-program.ts';
import { answerInBrowser, listed, ready, serverList, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { watchTray } from './tray.ts';

/** In milliseconds; how exact the figures are. */
const lookEvery = 20;

/** What the tray says of a server that has no sign-in, or of a sign-in that is under way. */
const needsUser = /sign in again|finish in your browser/;

/** When this became true. */
async function moment(isSo: () => Promise<boolean>): Promise<number> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, lookEvery));
  return performance.now();
}

async function allowAlways(asking: Page): Promise<void> {
  await expect(async () => {
    if (!asking.isClosed()) await asking.getByRole('button', { name: 'Always allow' }).click();
    expect(asking.isClosed()).toBe(true);
  }).toPass();
}

test('window, tray and an agent agree when a sign-in ends and when it is there again', async ({
  desktop,
  protectedServer,
  closing,
}, { annotations }) => {
  const { authorization, server } = await protectedServer();
  const { application, window } = await desktop.launch();
  const tray = await watchTray(application);
  await ready(window);
  await signIn(window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await untilListening(desktop);

  const agent = new AgentProgram(desktop, ['mcp', 'acme']);
  closing({ close: async () => agent.end() });
  const asked = application.waitForEvent('window');
  const clientInfo = { name: 'agent', version: '1' };
  agent.send({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  agent.send({ method: 'notifications/initialized' });
  const call = (id: number) =>
    agent.send({
      id,
      method: 'tools/call',
      params: { name: 'whoami', arguments: {}, _meta: { progressToken: `call ${id}` } },
    });
  call(1);
  await allowAlways(await asked);
  expect(await agent.answerTo(1)).toMatchObject({ result: { content: [{ type: 'text' }] } });

  const report = (event: string, moments: number[]) => {
    const apart = Math.round(Math.max(...moments) - Math.min(...moments));
    annotations.push({ type: 'apart', description: `${event}: ${apart} ms` });
    console.log(JSON.stringify({ metric: `window, tray and agent apart, ${event}`, unit: 'ms', keyfob: apart }));
  };

  authorization.revokeAll();
  call(2);
  const needed = await Promise.all([
    moment(async () =>
      serverList(window)
        .getByRole('button', { name: /^Acme, (Sign in again|Waiting for you)/ })
        .isVisible(),
    ),
    moment(async () => (await tray.labels()).some((label) => needsUser.test(label))),
    moment(async () => agent.notified('notifications/progress', 'call 2')),
  ]);
  report('a sign-in ends', needed);

  await answerInBrowser(desktop.browser, authorization.issuer);
  const back = await Promise.all([
    moment(async () => listed(window, 'Acme', 'Signed in').isVisible()),
    moment(async () => !(await tray.labels()).some((label) => needsUser.test(label))),
    agent.answerTo(2).then(() => performance.now()),
  ]);
  report('it is there again', back);
  expect(await agent.answerTo(2)).toMatchObject({ result: { content: [{ type: 'text' }] } });
  expect(await agent.answerTo(2)).not.toMatchObject({ result: { isError: true } });
});
