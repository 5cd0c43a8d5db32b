// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PausedBanner } from '../../../../src-renderer/components/PausedBanner.tsx';
import { follow } from '../../../../src-renderer/stores/follow.ts';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import ProgramsPage from '../../../../src-renderer/views/programs/ProgramsPage.tsx';
import { connectionView, grantView, installPrograms, programsView, programView } from '../../fixtures/programs.ts';
import { draw } from '../../fixtures/render.tsx';

let stop: (() => void) | undefined;

// happy-dom lays nothing out: every element is as large as a list is in the window.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(480);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(64);
});

afterEach(() => {
  vi.restoreAllMocks();
  stop?.();
  stop = undefined;
  cleanup();
  vi.useRealTimers();
});

const claude = programView('Claude', { grants: [grantView('Linear')] });
const open = async (...given: Parameters<typeof installPrograms>) => {
  const bridge = installPrograms(...given);
  stop = follow();
  draw(
    <>
      <PausedBanner />
      <ProgramsPage />
    </>,
  );
  await waitFor(() => expect(bridge.asked.map(({ name }) => name)).toContain('programs:list'));
  return bridge;
};
const requests = (bridge: { asked: { name: string; input: unknown }[] }, name: string) =>
  bridge.asked.filter((one) => one.name === name).map(({ input }) => input);

it('the page without programs says how one connects, with the connector of this app to copy', async () => {
  const bridge = await open(programsView());
  expect(await screen.findByText('No program has connected yet.', { exact: false })).toBeTruthy();
  const entry = '{ "command": "/home/ann/.keyfob/bin/keyfob", "args": ["mcp", "NAME"] }';
  expect(await screen.findByText(entry)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
  await waitFor(() => expect(requests(bridge, 'app:copy')).toEqual([{ text: entry }]));
});

it('the page says why programs cannot reach Keyfob', async () => {
  await open(programsView({ problem: 'no_connector' }));
  expect(
    await screen.findByText(/^Programs cannot reach Keyfob, because its connector could not be installed/),
  ).toBeTruthy();
});

it('a program is shown with where it lies, its permission in words, and whose sign-in it is', async () => {
  const shared = grantView('Notion', {
    profileId: null,
    until: 'lock',
    tools: { rule: 'chosen', allowed: ['search', 'fetch'] },
    lastUsed: Date.UTC(2026, 3, 4),
  });
  await open(programsView({ programs: [{ ...claude, isClaim: true, grants: [...claude.grants, shared] }] }));
  expect(await screen.findByRole('heading', { name: 'Claude' })).toBeTruthy();
  expect(screen.getByText('/opt/claude')).toBeTruthy();
  expect(screen.getByText('The program chose this name itself; your system does not check it.')).toBeTruthy();
  const servers = within(screen.getByRole('region', { name: '2 servers' }));
  expect(servers.getByText('All tools, until you revoke it')).toBeTruthy();
  expect(servers.getByText('2 chosen tools, until Keyfob is locked or quits')).toBeTruthy();
  expect(servers.getByText(/^Your sign-in · Allowed 3 Mar.* · Not used yet$/)).toBeTruthy();
  expect(servers.getByText(/^The shared sign-in · Allowed 3 Mar.* · Last used 4 Apr/)).toBeTruthy();
});

it('a program has its icon, or its first letter where there is none or it is damaged', async () => {
  const icon = 'data:image/png;base64,AAAA';
  await open(programsView({ programs: [{ ...claude, icon }] }));
  const image = (await screen.findByRole('heading', { name: 'Claude' })).closest('header')?.querySelector('img');
  expect(image?.src).toBe(icon);
  expect(image?.alt).toBe('');
  if (image) fireEvent.error(image);
  const header = screen.getByRole('heading', { name: 'Claude' }).closest('header');
  expect(header?.querySelector('img')).toBeNull();
  expect(screen.getByText('C').closest('header')).toBe(header);
});

it('the calls of a week are a picture with a text for screen readers', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 8, 12), toFake: ['Date'] });
  const week = { calls: [0, 0, 0, 0, 2, 0, 5], failed: [0, 0, 0, 0, 0, 0, 1] };
  await open(programsView({ programs: [{ ...claude, ...week }] }));
  const picture = await screen.findByRole('img', { name: /^7 calls in the last 7 days\. 1 failed\./ });
  expect(picture.getAttribute('aria-label')).toContain('Friday: 2. Saturday: 0. Sunday: 5.');
});

it('a permission is revoked from the page, and a refusal is asked about again', async () => {
  const refused = grantView('Notion', { answer: 'never', profileId: null });
  const bridge = await open(programsView({ programs: [{ ...claude, grants: [...claude.grants, refused] }] }));
  fireEvent.click(await screen.findByRole('button', { name: 'Revoke Claude for Linear' }));
  fireEvent.click(screen.getByRole('button', { name: 'Ask again about Claude for Notion' }));
  await waitFor(() =>
    expect(requests(bridge, 'programs:revoke')).toEqual([
      { programId: 'claude', serverId: 'linear', profileId: 'p' },
      { programId: 'claude', serverId: 'notion', profileId: null },
    ]),
  );
});

it('a call under way is shown with its server and tool, and its time counts', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 8, 12), toFake: ['Date', 'setInterval', 'clearInterval'] });
  const calls = [{ tool: 'create_issue', since: Date.now() - 3000 }];
  await open(programsView({ programs: [{ ...claude, connections: [connectionView('Linear', { calls })] }] }));
  const now = within(await screen.findByRole('region', { name: 'Connected now' }));
  expect(now.getByText('create_issue, running for 3 s')).toBeTruthy();
  act(() => void vi.advanceTimersByTime(2000));
  expect(now.getByText('create_issue, running for 5 s')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Claude ?, Working/ })).toBeTruthy();
});

it('a program is stopped at once, and one connection is closed', async () => {
  const bridge = await open(programsView({ programs: [{ ...claude, connections: [connectionView('Linear')] }] }));
  fireEvent.click(await screen.findByRole('button', { name: 'Stop now: Claude' }));
  await waitFor(() => expect(requests(bridge, 'programs:stop')).toEqual([{ programId: 'claude' }]));
  fireEvent.click(screen.getByRole('button', { name: 'Disconnect from Linear' }));
  await waitFor(() => expect(requests(bridge, 'programs:close')).toEqual([{ connectionId: 'to Linear' }]));
});

it('a program is forgotten after a question that names what is lost', async () => {
  const bridge = await open(programsView({ programs: [claude] }));
  fireEvent.click(await screen.findByRole('button', { name: 'Forget Claude' }));
  const question = within(screen.getByRole('alertdialog', { name: 'Forget Claude' }));
  expect(
    question.getByText(
      'Forget Claude? This ends its connections and its permission, and deletes what is recorded about it here. Keyfob asks you again when it connects.',
    ),
  ).toBeTruthy();
  expect(document.activeElement?.textContent).toBe('Cancel');
  fireEvent.click(question.getByRole('button', { name: 'Forget' }));
  await waitFor(() => expect(requests(bridge, 'programs:forget')).toEqual([{ programId: 'claude' }]));
});

it('ended permissions are folded, and say why each ended', async () => {
  const ended = grantView('Linear', { ended: { at: Date.UTC(2026, 2, 5), why: 'unused' } });
  await open(programsView({ programs: [{ ...claude, ended: [ended] }] }));
  const summary = await screen.findByText('1 ended permission');
  expect(screen.queryByText(/It was not used for 90 days/)).toBeNull();
  fireEvent.click(summary);
  expect(await screen.findByText(/^Linear: ended 5 Mar\. It was not used for 90 days\.$/)).toBeTruthy();
});

it('programs that cannot be recognized again have a row of their own, below the others', async () => {
  const others = [{ ...connectionView('Linear', { callerKind: 'script' }), program: 'node' }];
  const bridge = await open(programsView({ programs: [claude], others }));
  const list = within(await screen.findByRole('navigation', { name: 'Programs' }));
  expect(list.getAllByRole('button').map((row) => row.textContent)).toEqual([
    'Claude,Not connected',
    'Other connections,Connected',
  ]);
  fireEvent.click(list.getByRole('button', { name: /^Other connections/ }));
  expect(screen.getByText('node uses Linear', { exact: false })).toBeTruthy();
  expect(screen.getByText('This is a script or a command.')).toBeTruthy();
  expect(bridge.asked.some(({ name }) => name === 'programs:close')).toBe(false);
});

it('the page is loaded again when programs have changed, and not while it is not shown', async () => {
  const view = programsView();
  const bridge = await open(view);
  await screen.findByText('No program has connected yet.', { exact: false });
  Object.assign(view, { programs: [claude] });
  act(() => bridge.emit('programs:changed', null));
  expect(await screen.findByRole('heading', { name: 'Claude' })).toBeTruthy();
  cleanup();
  const before = requests(bridge, 'programs:list').length;
  bridge.emit('programs:changed', null);
  await waitFor(() => expect(requests(bridge, 'programs:working').length).toBeGreaterThan(1));
  expect(requests(bridge, 'programs:list')).toHaveLength(before);
});

it('all agents are paused from the page, and resumed from the banner that says so', async () => {
  const bridge = await open(programsView());
  fireEvent.click(screen.getByRole('button', { name: 'Pause all agents' }));
  const banner = within(await screen.findByRole('region', { name: 'All agents are paused' }));
  expect(requests(bridge, 'programs:pause')).toEqual([{ isPaused: true }]);
  fireEvent.click(banner.getByRole('button', { name: 'Resume' }));
  await waitFor(() => expect(screen.queryByRole('region', { name: 'All agents are paused' })).toBeNull());
  expect(screen.getByRole('button', { name: 'Pause all agents' })).toBeTruthy();
});

it('tools that wait are told in the list and at the server, and lead to their review', async () => {
  const waiting = grantView('Linear', { waiting: 2 });
  await open(programsView({ programs: [{ ...claude, grants: [waiting] }] }));
  expect(await screen.findByRole('button', { name: /^Claude ?, Not connected, 2 tools wait$/ })).toBeTruthy();
  expect(screen.getByText(/^2 tools are new or changed, and wait for you\./)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Review the changed tools of Linear for Claude' }));
  expect(useWindow.getState().dialog).toEqual({
    kind: 'grant-tools',
    programId: 'claude',
    serverId: 'linear',
    profileId: 'p',
  });
});

it('a page of 50 programs with 200 servers each draws those on the screen', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `Program ${String(index).padStart(2, '0')}`);
  const servers = Array.from({ length: 200 }, (_, index) => `Server ${String(index).padStart(3, '0')}`);
  const grants = servers.map((server) => grantView(server));
  await open(programsView({ programs: names.map((name) => programView(name, { grants })) }));
  const list = within(await screen.findByRole('region', { name: '200 servers' }));
  expect(list.getAllByRole('listitem').length).toBeGreaterThan(5);
  expect(list.getAllByRole('listitem').length).toBeLessThan(60);
  fireEvent.change(list.getByRole('searchbox'), { target: { value: 'server 123' } });
  expect(list.getAllByRole('listitem')).toHaveLength(1);
});
