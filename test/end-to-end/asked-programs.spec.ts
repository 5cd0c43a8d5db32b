import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentProgram } from './agent-program.ts';
import { ask } from './ask.ts';
import { agentFor, nextWindow, press, startWithServers, whoami } from './asking-window.ts';
import type { Desktop } from './desktop.ts';
import { expect, test } from './test.ts';
import { startWindowManager } from './window-manager.ts';

const initialize = {
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'agent', version: '1' } },
};

/** A package that starts what it is told to, and passes its messages on, as an agent does. */
const main = `
const child = require('node:child_process').spawn(process.argv[2], process.argv.slice(3), { stdio: 'pipe' });
process.stdin.pipe(child.stdin);
child.stdout.pipe(process.stdout);
child.on('exit', () => process.exit());
`;

/** An agent of this name, installed in this folder, that calls a tool. */
async function installedAgent(desktop: Desktop, folder: string, name: string): Promise<AgentProgram> {
  const root = join(desktop.home, folder);
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'package.json'), JSON.stringify({ name }));
  await writeFile(join(root, 'main.js'), main);
  const agent = new AgentProgram(desktop, ['mcp', 'everything'], {}, [process.execPath, join(root, 'main.js')]);
  agent.send(initialize);
  agent.send({ method: 'notifications/initialized' });
  agent.send(whoami);
  return agent;
}

test('a probe asks nothing, and is no use of the server', async ({ desktop, closing }) => {
  closing(await startWindowManager(desktop));
  const { application, window } = await startWithServers(desktop, closing, ['Everything', 'Notes']);
  for (const messages of [
    [initialize],
    [initialize, { id: 1, method: 'ping' }],
    [{ ...initialize, id: 2 }, { method: 'notifications/initialized' }, { id: 1, method: 'ping' }],
  ]) {
    const probe = new AgentProgram(desktop, ['mcp', 'everything']);
    closing({ close: async () => probe.end() });
    for (const message of messages) probe.send(message);
    for (const { id } of messages.filter((one) => 'id' in one) as { id: number }[])
      expect(await probe.answerTo(id)).toHaveProperty('result');
    const ended = new Promise((resolve) => probe.child.once('exit', resolve));
    probe.child.stdin?.end();
    await ended;
  }
  // A program that calls a tool of another server is the only one that is asked about.
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'notes'));
  await expect(asking.getByRole('heading')).toHaveText('Allow playwright to use Notes?');
  const listed = await ask(window, 'programs:list', undefined);
  expect(listed).toMatchObject({ ok: true, value: { programs: [], others: [{ server: 'Notes' }] } });
});

test('a question says that its program has ended, and nothing of it moves', async ({ desktop, closing }) => {
  closing(await startWindowManager(desktop));
  const { application } = await startWithServers(desktop, closing, ['Everything']);
  const agent = agentFor(desktop, closing, 'everything');
  const asking = await nextWindow(application, () => undefined);
  const places = () =>
    asking.evaluate(() => [...document.querySelectorAll('button, h1')].map((one) => one.getBoundingClientRect().top));
  const before = await places();
  agent.end();
  await expect(asking.getByText('This program has ended.')).toBeVisible();
  expect(await places()).toEqual(before);
  // It is back within the time that its question stays.
  const again = agentFor(desktop, closing, 'everything');
  await expect(asking.getByText('This program has ended.')).toHaveCount(0);
  await press(asking, 'Allow once');
  expect(await again.answerTo(1)).toHaveProperty('result');
});

test('a program that was updated to a new path keeps its permission, and another one at such a path is asked about', async ({
  desktop,
  closing,
}) => {
  closing(await startWindowManager(desktop));
  const { application } = await startWithServers(desktop, closing, ['Everything']);
  const run = async (folder: string, name: string) => {
    const agent = await installedAgent(desktop, folder, name);
    closing({ close: async () => agent.end() });
    return agent;
  };
  let agent: AgentProgram | undefined;
  const first = await nextWindow(application, async () => (agent = await run('agents/helper-1.0.0', 'helper')));
  await expect(first.getByRole('heading')).toHaveText('Allow helper to use Everything?');
  await press(first, 'Always allow');
  expect(await agent?.answerTo(1)).toHaveProperty('result');

  const updated = await run('agents/helper-1.1.0', 'helper');
  expect(await updated.answerTo(1)).toHaveProperty('result.content');
  expect(application.windows()).toHaveLength(1);

  for (const [folder, name] of [
    ['agents/helper-1.2.0', 'other'],
    ['elsewhere/helper-1.1.0', 'helper'],
  ] as const) {
    const asking = await nextWindow(application, () => run(folder, name));
    await expect(asking.getByRole('heading')).toHaveText(`Allow ${name} to use Everything?`);
    await press(asking, 'Not now');
    await expect.poll(() => application.windows().length).toBe(1);
  }
});

test('a desktop that can show no window gets words in place of a question', async ({ desktop, closing }) => {
  const { application } = await startWithServers(desktop, closing, ['Everything']);
  // As an app says it that was started for no display.
  await application.evaluate(({ app }) => {
    const own = app.commandLine.getSwitchValue.bind(app.commandLine);
    app.commandLine.getSwitchValue = (name) => (name === 'ozone-platform' ? 'headless' : own(name));
  });
  const agent = agentFor(desktop, closing, 'everything');
  expect(await agent.answerTo(1)).toMatchObject({
    result: {
      isError: true,
      content: [
        {
          text:
            'Nothing was done, because you have not allowed this program to use everything and Keyfob cannot open a ' +
            'window here to ask you. Allow it in Keyfob on the desktop of this computer, then try again.',
        },
      ],
    },
  });
  expect(application.windows()).toHaveLength(1);
});
