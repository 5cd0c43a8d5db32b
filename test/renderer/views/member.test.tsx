// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { isAllowed, type Principal, type ServerView } from '../../../src-preload/contract.ts';
import { useApp } from '../../../src-renderer/stores/app.ts';
import { useFirstScreen } from '../../../src-renderer/stores/first-screen.ts';
import { useServers } from '../../../src-renderer/stores/servers.ts';
import { select, type Tab, useWindow } from '../../../src-renderer/stores/window.ts';
import { Main } from '../../../src-renderer/views/Main.tsx';
import { ServerList } from '../../../src-renderer/views/list/ServerList.tsx';
import { draw, install } from '../fixtures/render.tsx';
import { admin, appView, everyState, member, sample, serverView, settingsView, signInView } from '../fixtures/views.ts';

afterEach(cleanup);

const now = Date.now();
const basement = serverView('Basement', {
  url: 'https://10.0.0.5/mcp',
  lastAttempt: {
    startedAt: now,
    steps: [],
    error: {
      code: 'address_refused',
      values: { host: '10.0.0.5', origin: 'https://10.0.0.5' },
      remedy: 'allow_address',
    },
  },
});

async function open(me: Principal, servers: ServerView[], show?: { id: string; tab: Tab }) {
  const app = { ...appView, sample, admins: ['Ann', 'Bo'], profile: { ...me, name: 'Mai' } };
  const bridge = install(
    { app, servers },
    { 'servers:settings': ({ serverId }) => ({ ok: true, value: { ...settingsView, serverId } }) },
  );
  useApp.setState({ app });
  useFirstScreen.setState({ ready: true });
  useServers.setState({ loaded: true, servers: Object.fromEntries(servers.map((server) => [server.id, server])) });
  if (show) select(show.id, show.tab);
  draw(
    <>
      <ServerList />
      <main>
        <Main />
      </main>
    </>,
  );
  // Modules that are loaded when the page is first drawn: menus, tabs.
  await act(() => new Promise((resolve) => setTimeout(resolve, 30)));
  return bridge;
}

/** Presses every button of a server's page, each in a window of its own. Returns requests and opened dialogs. */
async function pressAll(me: Principal, server: ServerView, tab: Tab) {
  const asked: { name: Parameters<typeof isAllowed>[1]; input: unknown }[] = [];
  const dialogs: string[] = [];
  for (let at = 0, count = 1; at < count; at += 1) {
    const bridge = await open(me, [server], { id: server.id, tab });
    const buttons = within(screen.getByRole('main')).queryAllByRole('button');
    count = buttons.length;
    const button = buttons[at];
    if (button) await act(async () => void fireEvent.click(button));
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
    asked.push(...bridge.asked);
    const { dialog } = useWindow.getState();
    if (dialog) dialogs.push(dialog.kind);
    const items = screen.queryAllByRole('menuitem', { hidden: true }).map(({ textContent }) => `menu: ${textContent}`);
    dialogs.push(...items);
    cleanup();
  }
  return { asked, dialogs };
}

const states = [...everyState(now), basement];

describe.each(['own', 'shared'] as const)('a member, at a server whose sign-in is %s', (account) => {
  it.each(states.map((server) => [server.name, server] as const))(
    'sees no button that the main process would refuse: %s',
    async (_name, server) => {
      const { asked, dialogs } = await pressAll(member, { ...server, account }, 'overview');
      for (const { name, input } of asked)
        expect([name, isAllowed(member, name, { ...(input as object), account })]).toEqual([name, true]);
      // Programs use a member's own sign-ins; the doctor for agents changes nothing.
      const theirs = new Set(['agent-doctor', ...(account === 'own' ? ['review', 'use-in'] : [])]);
      expect(dialogs.filter((kind) => !theirs.has(kind))).toEqual([]);
    },
  );

  it('reads how it is set up, which admin to ask, and finds nothing to change', async () => {
    const server = serverView('Linear', { account });
    const bridge = await open(member, [server], { id: server.id, tab: 'settings' });
    expect(
      await screen.findByText('Only admins can change the settings of Linear: Ann and Bo.', {}, { timeout: 5000 }),
    ).toBeTruthy();
    const panel = within(screen.getByRole('tabpanel'));
    expect(panel.getByText('How to sign in')).toBeTruthy();
    for (const role of ['button', 'textbox', 'combobox', 'checkbox'] as const)
      expect(panel.queryAllByRole(role)).toEqual([]);
    expect(bridge.asked).toContainEqual({ name: 'servers:settings', input: { serverId: 'linear' } });
  });
});

it('an admin uses the buttons that a member does not see', async () => {
  const shared = states.map((server) => ({ ...server, account: 'shared' as const }));
  const all = [];
  for (const server of shared) all.push(await pressAll(admin, server, 'overview'));
  const asked = new Set(all.flatMap((each) => each.asked.map(({ name }) => name)));
  for (const name of [
    'connections:connect',
    'connections:disconnect',
    'servers:set-enabled',
    'origins:allow',
  ] as const) {
    expect(asked).toContain(name);
    expect(isAllowed(member, name, { account: 'shared' })).toBe(false);
  }
  expect(all.flatMap(({ dialogs }) => dialogs)).toContain('menu: Rename…');
});

describe('a member who may not add servers', () => {
  it('reads at the end of the list who may', async () => {
    await open(member, [serverView('Linear')]);
    expect(screen.getByText('Only admins can add servers: Ann and Bo.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add server' })).toBeNull();
    cleanup();
    await open(admin, [serverView('Linear')]);
    expect(screen.getByRole('button', { name: 'Add server' })).toBeTruthy();
  });

  it('reads which admin to ask where there is no server', async () => {
    await open(member, []);
    expect(screen.getByRole('heading', { name: 'There is no server in Personal yet' })).toBeTruthy();
    expect(screen.getByText(/^An admin adds servers: Ann and Bo\./)).toBeTruthy();
    expect(within(screen.getByRole('main')).queryAllByRole('button')).toEqual([]);
  });
});

describe('the owner of a sign-in', () => {
  const signIn = { ...signInView(now, 'https://auth.acme.example'), account: 'ann@example.com' };
  const status = { state: 'signed_in', renewable: true } as const;
  it.each([
    ['own', signIn, 'Your own, as ann@example.com'],
    [
      'shared',
      signIn,
      'Shared by everyone in Personal, as ann@example.com. Only admins can sign in and out: Ann and Bo.',
    ],
  ] as const)('is named beside the buttons: %s', async (account, own, text) => {
    const server = serverView('Acme', { account, status, signIn: own });
    await open(member, [server], { id: server.id, tab: 'overview' });
    expect(within(screen.getByRole('banner')).getByText(text)).toBeTruthy();
  });

  it('is an admin where a shared sign-in is missing, and not the member', async () => {
    const server = serverView('Acme', { account: 'shared' });
    await open(member, [server], { id: server.id, tab: 'overview' });
    expect(screen.getByRole('heading', { name: /^Needs an admin/ })).toBeTruthy();
    expect(screen.queryByRole('heading', { name: /^Needs you/ })).toBeNull();
    expect(screen.getByText('An admin has to sign in to Acme first.')).toBeTruthy();
  });
});
