import { expect, it } from 'vitest';
import { trayIcon } from '../../src-main/shell/tray-icon.ts';
import { lockedMenu, trayMenu, type TrayCommands } from '../../src-main/shell/tray-menu.ts';
import { HeldCount } from '../../src-main/shell/held-count.ts';
import { type TrayAgents, withAgents } from '../../src-main/shell/tray-agents.ts';
import { wordsFor } from '../../src-main/shell/words.ts';
import { attentionFor, type ServerView } from '../../src-preload/contract.ts';
import { statusLook } from '../../src-renderer/words/status-look.ts';
import { admin, everyState, member, serverView } from '../renderer/fixtures/views.ts';

const now = Date.now();
const hour = 3_600_000;

function commands() {
  const done: string[] = [];
  const note = (name: string) => (id?: string) => void done.push(id === undefined ? name : `${name} ${id}`);
  const all: TrayCommands = {
    open: note('open'),
    signIn: note('sign in'),
    signOut: note('sign out'),
    checkAll: note('check'),
    lock: note('lock'),
    quit: note('quit'),
    restart: note('restart'),
    showQuestions: note('questions'),
    showPrograms: note('programs'),
    pause: (isPaused) => void done.push(isPaused ? 'pause' : 'resume'),
  };
  return { done, all };
}

const idle: TrayAgents = { working: 0, asking: [], isPaused: false, isInUse: false };

const menu = (servers: ServerView[], language = 'en', me = admin, agents = idle) => {
  const { done, all } = commands();
  const items = trayMenu(servers, now, wordsFor(language).tray, all, me, agents);
  const click = (item: (typeof items)[number] | undefined) => item?.click?.({} as never, undefined, {});
  return { items, labels: items.map(({ label, type }) => label ?? type), done, click };
};

const signedIn = (name: string, rest: Partial<ServerView> = {}) =>
  serverView(name, { status: { state: 'signed_in', renewable: true, expiresAt: now + hour }, ...rest });

it('the tray menu names first what needs a person, and then what works', () => {
  const servers = [
    serverView('Sentry', { id: 's', status: { state: 'needs_sign_in', reason: 'sign_in_ended', since: now } }),
    signedIn('GitHub', { wantedScopes: ['write'] }),
    signedIn('Ends', { status: { state: 'signed_in', renewable: false, expiresAt: now + hour } }),
    signedIn('R&D', { id: 'rd', signIn: {} as never }),
    serverView('Figma', { status: { state: 'authorizing', since: now, phase: 'waiting' } }),
    serverView('Wiki', { status: { state: 'open' } }),
    serverView('Old', { status: { state: 'off' } }),
    serverView('Gone', { status: { state: 'unreachable', since: now, error: { code: 'timed_out', values: {} } } }),
  ];
  const { items, labels, done, click } = menu(servers);
  expect(labels).toEqual([
    '4 need you',
    'Sentry: sign in again',
    'GitHub: wants more access',
    'Ends: ends soon',
    'Figma: finish in your browser',
    'separator',
    '2 servers are ready',
    '1 server is not responding',
    '1 server is off',
    'Check everything now',
    'Lock',
    'separator',
    'Open Keyfob',
    'Quit Keyfob',
  ]);
  const ready = items[6]?.submenu as typeof items;
  expect(ready.map(({ label }) => label)).toEqual(['R&&D', 'Wiki']);
  const ofFirst = ready[0]?.submenu as typeof items;
  expect(ofFirst.map(({ label }) => label)).toEqual(['Open', 'Sign out']);
  const ofSecond = ready[1]?.submenu as typeof items;
  expect(ofSecond.map(({ label }) => label)).toEqual(['Open']);
  for (const item of [items[1], items[4], ...ofFirst, items[9], items[10], items[12], items[13]]) click(item);
  expect(done).toEqual(['sign in s', 'open figma', 'open rd', 'sign out rd', 'check', 'lock', 'open', 'quit']);
  done.length = 0;
  const quiet = [items[7], items[8]].flatMap((item) => item?.submenu as typeof items);
  expect(quiet.map(({ label }) => label)).toEqual(['Gone', 'Old']);
  for (const item of quiet) click(item);
  expect(done).toEqual(['open gone', 'open old']);
});

it('the tray menu says that nothing needs a person, in every language', () => {
  expect(menu([signedIn('Linear')]).labels.slice(0, 3)).toEqual([
    'Everything is signed in',
    'separator',
    '1 server is ready',
  ]);
  expect(menu([signedIn('Linear')], 'vi').labels[0]).toBe('Mọi thứ đều đã đăng nhập');
  expect(menu([signedIn('Linear')], 'zh').labels[0]).toBe('全部已登录');
});

it('the tray menu does not call everything signed in where a server does not answer, or there is none', () => {
  const gone = serverView('Gone', {
    status: { state: 'unreachable', since: now, error: { code: 'timed_out', values: {} } },
  });
  const off = serverView('Old', { status: { state: 'off' } });
  const firstLine = (...servers: ServerView[]) => menu(servers).labels[0];
  expect(firstLine(signedIn('Linear'), gone)).toBe('No action needed');
  expect(firstLine(off)).toBe('No action needed');
  expect(firstLine()).toBe('No action needed');
  expect(firstLine(signedIn('Linear'), off)).toBe('Everything is signed in');
});

it('the tray menu asks for a code to be typed, in any browser, and not for one browser', () => {
  const deviceCode = { userCode: 'A', verificationUri: 'https://auth.example/device', expiresAt: now + hour };
  const status = { state: 'authorizing', since: now, phase: 'waiting', deviceCode } as const;
  expect(menu([serverView('Farm', { status })]).labels[1]).toBe('Farm: enter the code');
});

it('the tray menu lists as in need what the window’s first group has, and nothing else', () => {
  for (const me of [admin, member])
    for (const account of ['own', 'shared'] as const)
      for (const server of everyState(now).map((each) => ({ ...each, account })))
        expect(attentionFor(server, now, me) !== undefined).toBe(statusLook(server, now, me).group === 'needsYou');
});

it('the tray menu offers a member no action on a shared sign-in that only an admin can do', () => {
  const shared = { account: 'shared', signIn: {} as never } as const;
  const servers = [
    serverView('Sentry', { ...shared, status: { state: 'needs_sign_in', reason: 'sign_in_ended', since: now } }),
    signedIn('GitHub', { ...shared, wantedScopes: ['write'] }),
    signedIn('Mine', { signIn: {} as never }),
    serverView('Notes'),
  ];
  const { items, labels, done, click } = menu(servers, 'en', member);
  expect(labels.slice(0, 5)).toEqual([
    '1 needs you',
    'Notes: sign in',
    'separator',
    '2 servers are ready',
    '1 server needs an admin',
  ]);
  const ready = items[3]?.submenu as typeof items;
  expect(ready.map(({ label, submenu }) => [label, (submenu as typeof items).map((entry) => entry.label)])).toEqual([
    ['GitHub', ['Open']],
    ['Mine', ['Open', 'Sign out']],
  ]);
  const forAdmin = items[4]?.submenu as typeof items;
  expect(forAdmin.map(({ label, submenu }) => [label, submenu])).toEqual([['Sentry', undefined]]);
  click(forAdmin[0]);
  expect(done).toEqual(['open sentry']);
  expect(menu(servers).labels.slice(0, 4)).toEqual([
    '3 need you',
    'Sentry: sign in again',
    'GitHub: wants more access',
    'Notes: sign in',
  ]);
});

it('the tray menu says that more access is needed, and not that a sign-in has ended, as long as there is one', () => {
  const refused = { state: 'needs_sign_in', reason: 'more_access_needed', since: now } as const;
  const servers = [
    serverView('Refused', { status: refused, wantedScopes: ['write'] }),
    serverView('Unsaid', { status: refused }),
    signedIn('Usable', { wantedScopes: ['write'] }),
    serverView('Over', { status: { state: 'needs_sign_in', reason: 'sign_in_ended', since: now } }),
  ];
  const { items, labels, done, click } = menu(servers);
  expect(labels.slice(1, 5)).toEqual([
    'Refused: wants more access',
    'Unsaid: wants more access',
    'Usable: wants more access',
    'Over: sign in again',
  ]);
  // The requested scopes are reviewed before they are allowed; unnamed ones cannot be.
  for (const item of items.slice(1, 5)) click(item);
  expect(done).toEqual(['open refused', 'sign in unsaid', 'open usable', 'sign in over']);
});

it('the tray menu names no server while Keyfob is locked, and leads to where it is unlocked', () => {
  const { done, all } = commands();
  const items = lockedMenu(wordsFor('en').tray, all, idle);
  expect(items.map(({ label, type }) => label ?? type)).toEqual([
    'Keyfob is locked',
    'separator',
    'Open Keyfob',
    'Quit Keyfob',
  ]);
  items[2]?.click?.({} as never, undefined, {});
  expect(done).toEqual(['open']);
});

it('the tray menu names the first of many, and leads to the window for the others', () => {
  const many = (state: 'signed_out' | 'open', count: number) =>
    Array.from({ length: count }, (_, at) => serverView(`${state} ${at}`, { id: `${state}${at}`, status: { state } }));
  const { items, labels, done, click } = menu([...many('signed_out', 15), ...many('open', 13)]);
  expect(labels.slice(12, 16)).toEqual(['signed_out 11: sign in', 'and 3 more…', 'separator', '13 servers are ready']);
  const ready = items[15]?.submenu as typeof items;
  expect(ready).toHaveLength(13);
  expect(ready[12]?.label).toBe('and 1 more…');
  click(items[13]);
  click(ready[12]);
  expect(done).toEqual(['open', 'open']);
  expect(menu(many('signed_out', 12)).labels.slice(12, 14)).toEqual(['signed_out 11: sign in', 'separator']);
});

it('the tray icon has the count, where the system does not show it beside the icon', () => {
  const drawn = Array.from({ length: 12 }, (_, needing) => trayIcon(needing, 'linux'));
  expect(new Set(drawn).size).toBe(11);
  expect(drawn[11]).toBe(drawn[10]);
  expect(new Set([1, 2, 9].map((needing) => trayIcon(needing, 'darwin'))).size).toBe(1);
  expect(trayIcon(0, 'darwin')).toBe(trayIcon(0, 'linux'));
});

it('the tray menu asks for a key where only a key signs in, and opens the window for it', () => {
  const keyed = { grantType: 'key' } as const;
  const servers = [
    serverView('Weather', { ...keyed, id: 'w', status: { state: 'signed_out' } }),
    serverView('News', { ...keyed, id: 'n', status: { state: 'needs_sign_in', reason: 'key_refused', since: now } }),
    signedIn('Maps', { ...keyed, id: 'm', signIn: {} as never }),
  ];
  const { items, labels, done, click } = menu(servers);
  expect(labels.slice(0, 3)).toEqual(['2 need you', 'Weather: enter its key', 'News: needs another key']);
  click(items[1]);
  click(items[2]);
  expect(done).toEqual(['open w', 'open n']);
  const ready = items.find(({ label }) => label === '1 server is ready');
  const [maps] = (ready?.submenu ?? []) as { submenu: { label: string }[] }[];
  expect(maps?.submenu.map(({ label }) => label)).toEqual(['Open', 'Remove key']);
  for (const language of ['en', 'vi', 'zh'])
    expect(JSON.stringify(menu(servers, language).labels)).not.toMatch(/sign in|đăng nhập|登录/);
});

it('the tray menu names the programs that wait for the user, counts working agents, and pauses them', () => {
  const agents = { working: 2, asking: ['R&D agent', ''], isPaused: false, isInUse: true };
  const { items, labels, done, click } = menu([], 'en', admin, agents);
  expect(labels.slice(0, 6)).toEqual([
    'No action needed',
    'R&&D agent waits for you',
    'A program waits for you',
    '2 agents are working',
    'Pause all agents',
    'separator',
  ]);
  for (const item of items.slice(1, 5)) click(item);
  expect(done).toEqual(['questions', 'questions', 'programs', 'pause']);
});

it('the tray menu says that agents are paused, and resumes them', () => {
  const { items, labels, done, click } = menu([], 'en', admin, { ...idle, isPaused: true });
  expect(labels.slice(1, 4)).toEqual(['All agents are paused', 'Resume all agents', 'separator']);
  click(items[2]);
  expect(done).toEqual(['resume']);
});

it('the tray menu has nothing to pause where no program uses Keyfob', () => {
  expect(menu([]).labels).not.toContain('Pause all agents');
});

it('the tray menu of a locked Keyfob counts agents and names none', () => {
  const { all } = commands();
  const agents = { working: 1, asking: ['Claude Code'], isPaused: false, isInUse: true };
  const labels = lockedMenu(wordsFor('en').tray, all, agents).map(({ label }) => label);
  expect(labels).toEqual([
    'Keyfob is locked',
    '1 agent is working',
    'Pause all agents',
    undefined,
    'Open Keyfob',
    'Quit Keyfob',
  ]);
});

it('the tooltip of the tray says how many agents work, and how many programs wait for the user', () => {
  const words = wordsFor('en').tray;
  expect(withAgents('No action needed', idle, words)).toBe('No action needed');
  expect(withAgents('2 need you', { ...idle, working: 1, asking: ['a', 'b'] }, words)).toBe(
    '2 need you · 2 programs wait for you · 1 agent is working',
  );
  expect(withAgents('2 need you', { ...idle, working: 1, isPaused: true }, words)).toBe(
    '2 need you · All agents are paused',
  );
});

it('a held count rises at once and falls when it was not true for a time', () => {
  const held = new HeldCount(5000);
  expect(held.see(1, 0)).toEqual({ count: 1 });
  expect(held.see(0, 1000)).toEqual({ count: 1, due: 4000 });
  expect(held.see(2, 2000)).toEqual({ count: 2 });
  expect(held.see(1, 6999)).toEqual({ count: 2, due: 1 });
  expect(held.see(1, 7000)).toEqual({ count: 1 });
});
