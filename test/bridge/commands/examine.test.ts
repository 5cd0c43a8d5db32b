import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentFacts } from '../../../src-main/agent-doctor/agent-facts.ts';
import { agentDoctor } from '../../../src-main/agent-doctor/agent-doctor.ts';
import { checksOf } from '../../../src-main/agent-doctor/checks-of.ts';
import type { AgentDoctor } from '../../../src-main/bridge/commands/command.ts';
import { compiledConnector } from '../../../scripts/setup/connector.mjs';
import { askingApp } from './asking-app.ts';
import { run } from './run.ts';
import { terminal } from './terminal.ts';

const path = '/home/ann/.cursor/mcp.json';
/** In the time zone of the tests' own computer: what is printed is the computer's own time. */
const startedAt = new Date(2026, 10, 30, 9, 5).getTime();
const call = (outcome: string) => ({ lastCall: { tool: 'list_issues', outcome, startedAt } });
const well: AgentFacts = {
  entry: { state: 'wired', path, entry: 'linear' },
  connector: { state: 'starts', version: '0.1.0' },
  socket: 'answers',
  permission: { decision: 'allowed', isAsking: false, isPaused: false },
  signIn: 'signed_in',
  ...call('done'),
};
const permission = { decision: 'allowed', isAsking: false, isPaused: false } as const;
const ask = ['doctor', '--program', 'cursor', '--server', 'linear'];

/** An app whose doctor knows these facts, and notes its repairs. */
async function appWith(facts: Partial<AgentFacts> = {}) {
  const repairs: string[] = [];
  const doctor: AgentDoctor = {
    examine: async (_session, program, serverId) => ({
      program,
      name: 'Cursor',
      serverId,
      checks: checksOf({ ...well, ...facts }),
    }),
    repair: async () => void repairs.push('repaired'),
  };
  const app = await askingApp('once', { agentDoctor: doctor });
  app.addServer('Linear');
  return { ...app, repairs };
}

const allGood = [
  ['+ The entry in the program’s settings: It is there, as “linear”.', `  ${path}`],
  ['+ Keyfob’s connector: It starts. Its version is 0.1.0.'],
  ['+ The way to Keyfob: Keyfob responds.'],
  ['+ The permission: Cursor may use Linear.'],
  ['+ The sign-in: You are signed in to Linear.'],
  ['+ The last call: Cursor called “list_issues” at 2026-11-30 09:05, and it worked.'],
];
const checkOf = ([line = '']: readonly string[]) => line.slice(2, line.indexOf(':'));
/** What is printed where one check has another finding. */
const instead = (lines: readonly string[]) =>
  allGood.flatMap((good) => (checkOf(good) === checkOf(lines) ? lines : good));
const nothingFound =
  'Nothing was found that keeps Linear from working in Cursor. If it still does not work, quit Cursor and start it again.';

it('the doctor of a program prints each check, and ends with 0 where nothing was found', async () => {
  const { home, asked } = await appWith();
  expect(await run(home, ask)).toEqual({ lines: [...allGood.flat(), nothingFound], errors: [], code: 0 });
  expect(asked).toMatchObject([{ about: 'command', command: 'doctor --program cursor --server linear' }]);
});

describe('the doctor of a program, with one command that mends what it found, and exit code 1', () => {
  const repair = '“keyfob doctor --program cursor --server linear --repair” repairs this.';
  it.each<[facts: Partial<AgentFacts>, lines: string[]]>([
    [
      { entry: { state: 'absent', path, entry: null } },
      [
        '- The entry in the program’s settings: The settings of Cursor have no entry for Linear.',
        `  ${path}`,
        '  “keyfob wire cursor linear” sets it up.',
      ],
    ],
    [
      { entry: { state: 'vanished', path, entry: 'linear' } },
      [
        '- The entry in the program’s settings: The entry “linear” that Keyfob wrote is gone: something removed it.',
        `  ${path}`,
        '  “keyfob wire cursor linear” puts it back.',
      ],
    ],
    [
      { entry: { state: 'replaceable', path, entry: 'lin' } },
      [
        '- The entry in the program’s settings: Cursor reaches Linear without Keyfob, by its entry “lin”.',
        `  ${path}`,
        '  “keyfob wire cursor linear” replaces it.',
      ],
    ],
    [
      { entry: { state: 'unreadable', path, entry: null } },
      [
        '- The entry in the program’s settings: The settings of Cursor cannot be read. Open the file and correct it, then check again.',
        `  ${path}`,
      ],
    ],
    [
      { connector: { state: 'missing' } },
      ['- Keyfob’s connector: It is missing, so Cursor cannot start it.', `  ${repair}`],
    ],
    [
      { connector: { state: 'strange' } },
      ['- Keyfob’s connector: A file that is not Keyfob’s lies in its place.', `  ${repair}`],
    ],
    [{ connector: { state: 'fails' } }, ['- Keyfob’s connector: It does not start.', `  ${repair}`]],
    [
      { socket: 'silent' },
      ['- The way to Keyfob: Keyfob does not respond where its connector looks for it.', `  ${repair}`],
    ],
    [
      { socket: 'taken' },
      [
        '- The way to Keyfob: Another program, or another Keyfob, responds in its place. Quit that one first.',
        `  ${repair}`,
      ],
    ],
    [
      { socket: 'home_too_long' },
      [
        '- The way to Keyfob: The path of your home folder is too long for it. The administrator of this computer can give you a shorter one.',
      ],
    ],
    [
      { socket: 'home_not_written' },
      [
        '- The way to Keyfob: Keyfob could not write to the folder ~/.keyfob. Make sure that the folder is yours and that the disk has space.',
        `  ${repair}`,
      ],
    ],
    [
      { permission: { ...permission, isAsking: true } },
      ['- The permission: Keyfob is asking you about Cursor right now.', '  “keyfob open” shows the question.'],
    ],
    [
      { permission: { ...permission, decision: { refused: { programId: 'p', profileId: null } } } },
      [
        '- The permission: You decided that Cursor may never use Linear.',
        '  In Keyfob’s window, under Programs, you can let it ask you again; “keyfob open” opens the window.',
      ],
    ],
    [
      { permission: { ...permission, isPaused: true } },
      [
        '- The permission: You have paused all programs, so their calls wait.',
        '  Resume them in Keyfob’s window; “keyfob open” opens it.',
      ],
    ],
    [
      { signIn: 'signed_out' },
      ['- The sign-in: You are not signed in to Linear.', '  “keyfob sign-in linear” signs in.'],
    ],
    [
      { signIn: 'needs_sign_in' },
      ['- The sign-in: The sign-in to Linear has ended.', '  “keyfob sign-in linear” signs in.'],
    ],
    [
      { signIn: 'off' },
      ['- The sign-in: Linear is turned off in Keyfob.', '  Turn it on in Keyfob’s window; “keyfob open” opens it.'],
    ],
    [
      { signIn: 'unreachable' },
      [
        '- The sign-in: Linear did not respond to Keyfob.',
        '  “keyfob doctor https://linear.example/mcp” finds out why.',
      ],
    ],
    [
      call('failed'),
      [
        '- The last call: Cursor called “list_issues” at 2026-11-30 09:05, and the tool reported an error.',
        '  “keyfob tools linear --json” shows what the tool expects.',
      ],
    ],
    [
      call('error'),
      [
        '- The last call: Cursor called “list_issues” at 2026-11-30 09:05, and got no result.',
        '  The activity of Linear in Keyfob’s window says more; “keyfob open” opens the window.',
      ],
    ],
  ])('of %j', async (facts, lines) => {
    const { home } = await appWith(facts);
    expect(await run(home, ask)).toEqual({
      lines: [...instead(lines), 'What is marked with - keeps Linear from working in Cursor.'],
      errors: [],
      code: 1,
    });
  });
});

it.each<[facts: Partial<AgentFacts>, line: string]>([
  [
    { entry: { state: 'absent', path: null, entry: null } },
    '? The entry in the program’s settings: Cursor was not found on this computer.',
  ],
  [{ connector: undefined }, '? Keyfob’s connector: This could not be checked.'],
  [
    { permission: { ...permission, decision: 'until_lock' } },
    '+ The permission: Cursor may use Linear until Keyfob is locked or quits.',
  ],
  [
    { permission: { ...permission, decision: 'at_first_start' } },
    '+ The permission: You allowed it when you set it up. It counts from the first time that Cursor connects.',
  ],
  [
    { permission: { ...permission, decision: 'none' } },
    '? The permission: Nothing is decided yet. Keyfob asks you when Cursor connects.',
  ],
  [{ signIn: 'open' }, '+ The sign-in: Linear needs no sign-in.'],
  [{ signIn: 'authorizing' }, '? The sign-in: The sign-in to Linear is under way. Finish it in your browser.'],
  [{ lastCall: null }, '? The last call: Cursor has not called a tool of Linear yet.'],
  [call('cancelled'), '? The last call: Cursor called “list_issues” at 2026-11-30 09:05, and cancelled the call.'],
])('the doctor of a program says of %j what it is, and ends with 0', async (facts, line) => {
  const { home } = await appWith(facts);
  const { lines, code } = await run(home, ask);
  expect([lines, code]).toEqual([[...instead([line]), nothingFound], 0]);
});

it('the doctor of a program with --json has each check with its command', async () => {
  const { home } = await appWith({ signIn: 'signed_out', lastCall: null });
  const { lines, errors, code } = await run(home, [...ask, '--json']);
  const good = { state: 'good', at: null, command: null };
  expect([JSON.parse(lines.join('\n')), errors, code]).toEqual([
    {
      program: 'cursor',
      name: 'Cursor',
      server: 'linear',
      ok: false,
      checks: [
        { ...good, name: 'entry', finding: 'entry_there', values: { path, entry: 'linear' } },
        { ...good, name: 'connector', finding: 'connector_starts', values: { version: '0.1.0' } },
        { ...good, name: 'socket', finding: 'socket_answers', values: {} },
        { ...good, name: 'permission', finding: 'allowed', values: {} },
        {
          name: 'sign_in',
          state: 'bad',
          finding: 'signed_out',
          values: {},
          at: null,
          command: 'keyfob sign-in linear',
        },
        { name: 'last_call', state: 'unknown', finding: 'never_called', values: {}, at: null, command: null },
      ],
    },
    [],
    1,
  ]);
});

it('the doctor of a program repairs first with --repair, and offers no repair again where it did not help', async () => {
  const { home, repairs } = await appWith({ connector: { state: 'missing' } });
  const { lines, code } = await run(home, [...ask, '--repair']);
  expect([repairs, lines[3], code]).toEqual([
    ['repaired'],
    '  Repairing did not help. Quit Keyfob in its window and start it again; “keyfob open” opens the window.',
    1,
  ]);
});

it('the doctor of a program offers a member no command that only admins may use', async () => {
  const { home, kit } = await appWith({ signIn: 'off', lastCall: null });
  kit.store.profiles.setRole(kit.session.profileId, 'member');
  const { lines } = await run(home, ask);
  expect(lines.slice(5, 7)).toEqual([
    '- The sign-in: Linear is turned off in Keyfob.',
    '  Only an admin of this workspace may do this. Ask one of them.',
  ]);
});

it('the doctor of a program names the workspace in its commands where the command line did', async () => {
  const { home, kit } = await appWith({ signIn: 'signed_out' });
  kit.store.workspaces.rename(kit.session.workspaceId, 'Ann’s work');
  const { lines } = await run(home, [...ask, '--workspace', 'Ann’s work']);
  expect(lines).toContain("  “keyfob sign-in linear --workspace 'Ann’s work'” signs in.");
});

it.each([
  [['doctor'], 'URL is missing.'],
  [['doctor', '--program', 'cursor'], '--server is missing.'],
  [['doctor', '--server', 'linear'], '--program is missing.'],
  [['doctor', 'https://a.example/mcp', '--repair'], '--program is missing.'],
  [
    ['doctor', 'https://a.example/mcp', '--program', 'cursor', '--server', 'linear'],
    '“https://a.example/mcp” is one argument too many.',
  ],
])('the command line %j ends with 2, and asks nothing', async (argv, words) => {
  const { home, asked } = await appWith();
  expect(await run(home, argv)).toEqual({
    lines: [],
    errors: [
      `keyfob: ${words}`,
      'Usage: keyfob doctor [URL] [--program PROGRAM] [--server SERVER] [--repair] [--workspace NAME] [--profile NAME] [--json]',
    ],
    code: 2,
  });
  expect(asked).toEqual([]);
});

it.each([
  [
    ['--program', 'emacs', '--server', 'linear'],
    'Keyfob does not know the program “emacs”. “keyfob programs” lists those that it knows.',
  ],
  [['--program', 'cursor', '--server', 'x'], 'There is no server “x”. “keyfob list” lists them.'],
])('the doctor of a program with %j ends with 2', async (options, words) => {
  const { home } = await appWith();
  expect(await run(home, ['doctor', ...options])).toEqual({ lines: [], errors: [`keyfob: ${words}`], code: 2 });
});

it('the doctor of a program in a real terminal looks at the real connector and socket, and its repair mends them', async () => {
  const doctor: { real?: AgentDoctor } = {};
  const real = () => {
    if (!doctor.real) throw new Error('not started');
    return doctor.real;
  };
  const app = await askingApp('once', {
    agentDoctor: { examine: (...asked) => real().examine(...asked), repair: () => real().repair() },
  });
  const { home, bridge, kit } = app;
  const own = await compiledConnector();
  const place = {
    program: 'cursor',
    name: 'Cursor',
    path,
    isInstalled: true,
    entry: 'linear',
    isUndoable: true,
  } as const;
  doctor.real = agentDoctor({
    context: kit.context,
    wiring: { places: async () => [{ ...place, state: 'wired', problem: null }] },
    agents: {
      problem: () => bridge.problem(),
      isPaused: () => false,
      untilLock: () => [],
      asking: () => [],
      connector: () => home.connector,
      ownConnector: () => own,
      socket: () => home.socket,
      repair: () => bridge.repair(),
    },
  });
  app.addServer('Linear');
  const { type, shows } = await terminal(home);
  await type('keyfob doctor --program cursor --server linear; echo code $?');
  expect((await shows('code 1')).split('\n').slice(1, 9)).toEqual([
    '+ The entry in the program’s settings: It is there, as “linear”.',
    `  ${path}`,
    expect.stringMatching(/^\+ Keyfob’s connector: It starts\. Its version is \d+\.\d+\.\d+\.$/),
    '+ The way to Keyfob: Keyfob responds.',
    '+ The permission: You allowed it when you set it up. It counts from the first time that Cursor connects.',
    '- The sign-in: You are not signed in to Linear.',
    '  “keyfob sign-in linear” signs in.',
    '? The last call: Cursor has not called a tool of Linear yet.',
  ]);
  // The command that is typed lies elsewhere, as that of a package does.
  const typed = await terminal({ connector: own });
  rmSync(home.connector);
  const line = `KEYFOB_SOCKET=${home.socket} keyfob doctor --program cursor --server linear`;
  await typed.type(`${line} | grep connector; echo code $?`);
  expect(await typed.shows('code 0')).toContain('- Keyfob’s connector: It is missing, so Cursor cannot start it.');
  await typed.type(`clear; ${line} --repair | grep connector; echo code $?`);
  expect(await typed.shows('code 0')).toContain('+ Keyfob’s connector: It starts.');
  expect(readFileSync(home.connector).equals(readFileSync(own))).toBe(true);
});
