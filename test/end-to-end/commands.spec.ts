import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { commandNames, commandOf } from '../../src-main/bridge/commands/table/command-table.ts';
import { startAuthorizationServer } from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { connectorOf, untilListening } from './agent-program.ts';
import { ask } from './ask.ts';
import { press } from './asking-window.ts';
import type { Desktop } from './desktop.ts';
import { answerInBrowser, ready } from './person.ts';
import { expect, test } from './test.ts';

interface Ran {
  code: number;
  out: string;
  errors: string;
}

/** Runs the connector as `env -i` does: without any environment. */
function run(desktop: Desktop, argv: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return ended(desktop, connectorOf(desktop), argv, env);
}

/** The same with its output in a pipe. */
const runPiped = (desktop: Desktop, argv: readonly string[]): Promise<Ran> =>
  ended(desktop, '/bin/sh', ['-c', '"$0" "$@" | cat', connectorOf(desktop), ...argv], {});

function ended({ home }: Desktop, program: string, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(program, argv, { env, cwd: home }, (error, out, errors) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, errors }),
    );
    child.stdin?.end();
  });
}

/** Presses this button at each question. */
function pressAtEach(application: ElectronApplication, name: string): void {
  application.on('window', (page: Page) => void press(page, name));
}

const parsed = ({ out }: Ran): unknown => JSON.parse(out);

/** Every command but `mcp`, which is no command of a terminal. */
const commands = commandNames.filter((name) => name !== 'mcp');

/** A command line of each command that the user is asked about. */
const asked: string[][] = [
  ['add', 'https://more.example/mcp', '--name', 'More'],
  ['sign-in', 'open'],
  ['sign-out', 'open'],
  ['tools', 'open'],
  ['call', 'open', 'whoami'],
  ['programs', 'open'],
  ['wire', 'cursor', 'open', '--yes'],
  ['unwire', 'cursor', 'open', '--yes'],
  ['doctor', 'https://more.example/mcp'],
  ['doctor', '--program', 'cursor', '--server', 'open'],
  ['export'],
];

test('every command works in the real app without an environment, in words, as JSON, and piped', async ({
  desktop,
  closing,
}) => {
  test.setTimeout(240_000);
  const authorization = closing(await startAuthorizationServer({}));
  const secured = closing(await startMcpServer({ authorization }));
  const open = closing(await startMcpServer({ testTools: true }));
  await desktop.browser.allowAppLinksFrom(authorization.issuer);
  const { application, window } = await desktop.launch();
  await ready(window);
  await untilListening(desktop);
  pressAtEach(application, 'Allow once');
  mkdirSync(join(desktop.home, '.cursor'));
  const settings = join(desktop.home, '.cursor', 'mcp.json');
  writeFileSync(settings, '{}\n');
  const done = new Set<string>();
  const all: Ran[] = [];
  const works = async (argv: readonly string[], code = 0) => {
    const ran = await run(desktop, argv);
    expect([argv, ran.code, ran.errors]).toEqual([argv, code, ran.errors]);
    done.add(argv[0] ?? '');
    all.push(ran);
    return ran;
  };

  expect((await works(['add', open.url, '--name', 'Open'])).out).toBe(
    'Added Open as “open”. “keyfob sign-in open” signs in.\n',
  );
  expect(parsed(await works(['add', secured.url, '--name', 'Secured', '--json']))).toEqual({
    alias: 'secured',
    name: 'Secured',
  });
  expect((await works(['sign-in', 'open'])).out).toBe('Open needs no sign-in.\n');
  expect((await run(desktop, ['tools', 'secured'])).code).toBe(3);
  const answered = answerInBrowser(desktop.browser, authorization.issuer);
  expect(parsed(await works(['sign-in', 'secured', '--json']))).toEqual({ signedIn: true });
  await answered;

  expect((await works(['list'])).out).toMatch(/^open +.*\nsecured +.*\n$/);
  expect(parsed(await works(['list', '--json']))).toMatchObject({ servers: [{ name: 'Open' }, { name: 'Secured' }] });
  expect((await works(['status'])).out).toMatch(/^secured +Secured: signed in/m);
  expect(parsed(await works(['status', '--json']))).toMatchObject({
    servers: [{ state: 'open' }, { state: 'signed_in' }],
  });
  expect((await runPiped(desktop, ['status', '--names'])).out).toBe('open\nsecured\n');

  expect((await works(['tools', 'open'])).out).toContain('whoami');
  const { tools } = parsed(await works(['tools', 'secured', '--json'])) as { tools: { name: string }[] };
  expect(tools.length).toBeGreaterThan(0);
  expect((await works(['call', 'open', 'fails'], 1)).out).not.toBe('');
  expect(parsed(await works(['call', 'open', 'whoami', '--json']))).toMatchObject({ content: [{ type: 'text' }] });
  expect((await runPiped(desktop, ['call', 'open', 'whoami'])).errors).toBe('');

  expect((await works(['programs', 'open'])).out).toMatch(/^cursor +Cursor: uses no server through Keyfob$/m);
  expect(parsed(await works(['wire', 'cursor', 'open', '--yes', '--json']))).toMatchObject({
    changed: true,
    path: settings,
  });
  expect(readFileSync(settings, 'utf8')).toContain('"open"');
  expect((await works(['doctor', '--program', 'cursor', '--server', 'open'])).out).toContain('Nothing was found');
  expect((await works(['unwire', 'cursor', 'open', '--yes'])).out).toContain(
    'Cursor uses Open through Keyfob no longer.',
  );
  expect(readFileSync(settings, 'utf8')).toBe('{}\n');
  const unwired = await works(['doctor', '--program', 'cursor', '--server', 'open', '--json'], 1);
  expect(parsed(unwired)).toMatchObject({
    ok: false,
    checks: [{ finding: 'entry_absent', command: 'keyfob wire cursor open' }, {}, {}, {}, {}, {}],
  });
  expect((await works(['doctor', open.url])).out).toContain('answers, and needs no sign-in.');

  expect(parsed(await works(['export']))).toMatchObject({ servers: [{ name: 'Open' }, { name: 'Secured' }] });
  expect(parsed(await works(['open', '--json']))).toEqual({ opened: true });
  expect((await works(['lock'], 1)).errors).toContain('Keyfob has no passphrase');
  expect((await works(['sign-out', 'secured'])).out).toBe('You are signed out of Secured.\n');
  expect((await works(['help', 'call'])).out).toContain('Usage: keyfob call SERVER TOOL');
  expect((await works(['completion', 'bash'])).out).toContain('complete -F _keyfob keyfob');
  expect([...done].toSorted()).toEqual(commands.toSorted());
  // The bearer that the server saw is in no output.
  expect(secured.bearers().requests).toBeGreaterThan(0);
  expect(JSON.stringify(all)).not.toMatch(/eyJ|Bearer/);
});

test('every command that needs consent ends with 5 where it is refused, and nothing is done', async ({
  desktop,
  closing,
}) => {
  test.setTimeout(180_000);
  const open = closing(await startMcpServer());
  const { application, window } = await desktop.launch();
  await ready(window);
  await ask(window, 'servers:add', { url: open.url, name: 'Open' });
  await untilListening(desktop);
  pressAtEach(application, 'Not now');
  for (const argv of asked) {
    const { code, out, errors } = await run(desktop, argv);
    expect([argv, code, out, errors]).toEqual([
      argv,
      5,
      '',
      'keyfob: This was not allowed in Keyfob’s window, and nothing was done.\n',
    ]);
    const asJson = await run(desktop, [...argv, '--json']);
    expect([asJson.code, parsed(asJson)]).toMatchObject([5, { error: { code: 'refused' } }]);
  }
  expect(await ask(window, 'servers:list')).toMatchObject({ ok: true, value: [{ name: 'Open' }] });
  expect(open.calls).toEqual([]);
  const needing = commands.filter((name) => commandOf(name).needs === 'consent');
  expect(new Set(asked.map(([name]) => name))).toEqual(new Set(needing));
});

test('every command of a locked Keyfob ends with 4 and names nothing, but those that need no name', async ({
  desktop,
}) => {
  const { window } = await desktop.launch();
  await ready(window);
  await ask(window, 'servers:add', { url: 'https://secret.example/mcp', name: 'Open' });
  await untilListening(desktop);
  expect((await run(desktop, ['list'])).out).toContain('open');
  await ask(window, 'lock:set-up', { passphrase: 'a horse, a kingdom' });
  expect(await run(desktop, ['lock'])).toEqual({ code: 0, out: '', errors: '' });
  await expect(window.getByRole('heading', { name: 'Keyfob is locked' })).toBeVisible();
  for (const argv of [...asked, ['list'], ['status']]) {
    const { code, out, errors } = await run(desktop, argv);
    expect([argv, code, out, errors]).toEqual([
      argv,
      4,
      '',
      'keyfob: Keyfob is locked. Unlock it in its window; “keyfob open” opens it.\n',
    ]);
    const asJson = await run(desktop, [...argv, '--json']);
    expect([asJson.code, parsed(asJson)]).toMatchObject([4, { locked: true, error: { code: 'locked' } }]);
    expect((await runPiped(desktop, [...argv, '--json'])).out).not.toContain('secret.example');
  }
  expect((await run(desktop, ['open'])).code).toBe(0);
  expect((await run(desktop, ['status', '--names'])).out).toBe('');
});

test('every command ends with 69 and words where no app runs and none is to be started', async ({ desktop }) => {
  const running = await desktop.launch();
  await ready(running.window);
  await untilListening(desktop);
  await running.quit();
  const KEYFOB_SOCKET = join(desktop.home, '.keyfob-development', 'run', 'agent.sock');
  for (const argv of [...asked, ['list'], ['status'], ['lock'], ['open']]) {
    const { code, out, errors } = await run(desktop, argv, { KEYFOB_SOCKET });
    expect([argv, code, out]).toEqual([argv, 69, '']);
    expect(errors).toContain('keyfob: Keyfob is not running.');
  }
  // Two commands start no app by themselves either, and help needs none.
  expect((await run(desktop, ['status'])).code).toBe(69);
  expect((await run(desktop, ['lock'])).code).toBe(69);
  expect((await run(desktop, ['help'], { KEYFOB_SOCKET })).code).toBe(0);
});
