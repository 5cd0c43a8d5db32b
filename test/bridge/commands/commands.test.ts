import { describe, expect, it } from 'vitest';
import { Agent } from '../connector/agent.ts';
import { request } from '../connector/app.ts';
import { startApp } from '../listener/bridge-app.ts';
import { run } from './run.ts';

it('the command status lists servers with their alias, their state and who is connected', async () => {
  const { home, addServer } = await startApp(async ({ lines, write }) => {
    for await (const _ of lines) await write('{"jsonrpc":"2.0","id":1,"result":{}}');
  });
  expect(await run(home, ['status'])).toEqual({
    lines: ['There are no servers yet. “keyfob add URL” adds one.'],
    errors: [],
    code: 0,
  });
  addServer('Linear');
  const agent = new Agent(home, { argv: ['mcp', 'linear'] });
  await agent.ask(request(1, 'ping'));
  expect(await run(home, ['status'])).toEqual({
    lines: ['linear  Linear: not asked yet (used by vitest)'],
    errors: [],
    code: 0,
  });
  const { lines, code } = await run(home, ['status', '--json']);
  expect([JSON.parse(lines.join('\n')), code]).toEqual([
    {
      locked: false,
      servers: [
        {
          alias: 'linear',
          name: 'Linear',
          workspace: 'Personal',
          host: 'linear.example',
          state: 'not_asked',
          connected: ['vitest'],
        },
      ],
    },
    0,
  ]);
});

it('the command status --names prints what completions offer: names alone', async () => {
  const { home, addServer } = await startApp();
  addServer('Linear');
  addServer('Sentry');
  expect(await run(home, ['status', '--names'])).toEqual({ lines: ['linear', 'sentry'], errors: [], code: 0 });
});

it('the command list prints servers with their host, and as JSON', async () => {
  const { home, addServer } = await startApp();
  addServer('Linear');
  addServer('A');
  expect(await run(home, ['list'])).toEqual({
    lines: ['a       A (a.example)', 'linear  Linear (linear.example)'],
    errors: [],
    code: 0,
  });
  const { lines } = await run(home, ['list', '--json']);
  expect(JSON.parse(lines.join('\n'))).toEqual({
    servers: [
      { alias: 'a', name: 'A', workspace: 'Personal', host: 'a.example' },
      { alias: 'linear', name: 'Linear', workspace: 'Personal', host: 'linear.example' },
    ],
  });
});

it('the command open brings the window to the front', async () => {
  let opened = 0;
  const { home } = await startApp(undefined, { open: () => void (opened += 1) });
  expect(await run(home, ['open'])).toEqual({ lines: [], errors: [], code: 0 });
  expect(await run(home, ['open', '--json'])).toEqual({ lines: ['{', '  "opened": true', '}'], errors: [], code: 0 });
  expect(opened).toBe(2);
});

it('the command lock locks, and says what is missing where there is no passphrase', async () => {
  let hasPassphrase = true;
  const { home } = await startApp(undefined, { lock: () => hasPassphrase });
  expect(await run(home, ['lock', '--json'])).toEqual({ lines: ['{', '  "locked": true', '}'], errors: [], code: 0 });
  hasPassphrase = false;
  expect(await run(home, ['lock'])).toEqual({
    lines: [],
    errors: [
      'keyfob: Keyfob has no passphrase, so it cannot be locked. Set one in its settings; “keyfob open” opens its window.',
    ],
    code: 1,
  });
});

it.each([
  [['frobnicate'], ['keyfob: “frobnicate” is no command of Keyfob. “keyfob help” lists them.']],
  [
    ['call', 'x'],
    [
      'keyfob: TOOL is missing.',
      'Usage: keyfob call SERVER TOOL [-] [--args JSON] [--out PATH] [--workspace NAME] [--profile NAME] [--json]',
    ],
  ],
  [
    ['status', 'x'],
    ['keyfob: “x” is one argument too many.', 'Usage: keyfob status [--json] [--names]'],
  ],
  [
    ['open', '--yes'],
    ['keyfob: --yes is no option of this command.', 'Usage: keyfob open [--json]'],
  ],
])('the command line %j does not fit, and ends with 2', async (argv, errors) => {
  const { home } = await startApp();
  expect(await run(home, argv)).toEqual({ lines: [], errors, code: 2 });
});

it('the command help prints the commands', async () => {
  const { home } = await startApp();
  const { lines, code } = await run(home, ['help']);
  expect([lines[0], code]).toEqual(['Usage: keyfob COMMAND', 0]);
});

it('the command help shows the entry for a client, with the whole path, because clients know no ~', async () => {
  const { home } = await startApp();
  const { lines } = await run(home, ['help']);
  expect(lines).toContain(`  {"command":"${home.connector}","args":["mcp","SERVER"]}`);
});

describe('a locked Keyfob', () => {
  it.each([
    ['list'],
    ['status'],
    ['tools', 'linear'],
    ['call', 'linear', 'create'],
    ['sign-out', 'linear'],
    ['export'],
    ['programs'],
  ])('ends the command %s with 4, and tells no name', async (...argv) => {
    const { home, addServer } = await startApp(undefined, { isLocked: () => true });
    addServer('Linear');
    const words = 'Keyfob is locked. Unlock it in its window; “keyfob open” opens it.';
    expect(await run(home, argv)).toEqual({ lines: [], errors: [`keyfob: ${words}`], code: 4 });
    const { lines, code } = await run(home, [...argv, '--json']);
    expect([JSON.parse(lines.join('\n')), code]).toEqual([
      { locked: true, error: { code: 'locked', message: words } },
      4,
    ]);
  });

  it('still answers open and lock', async () => {
    const { home } = await startApp(undefined, { isLocked: () => true, lock: () => true });
    expect((await run(home, ['open'])).code).toBe(0);
    expect((await run(home, ['lock'])).code).toBe(0);
  });
});
