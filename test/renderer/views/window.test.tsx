// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../../src-preload/contract.ts';
import { App } from '../../../src-renderer/App.tsx';
import { follow } from '../../../src-renderer/stores/follow.ts';
import { useServers } from '../../../src-renderer/stores/servers.ts';
import { useWindow } from '../../../src-renderer/stores/window.ts';
import { draw, install } from '../fixtures/render.tsx';
import { appView, everyState, failedAttempt, goodAttempt, sample, serverView } from '../fixtures/views.ts';

let stop: () => void = () => {};

async function open(...options: Parameters<typeof install>) {
  delete document.documentElement.dataset['ready'];
  const bridge = install(...options);
  stop = follow();
  const drawn = draw(<App />);
  await vi.waitFor(() => expect(document.documentElement.dataset['ready']).toBe('true'));
  return { bridge, ...drawn };
}

afterEach(() => {
  stop();
  cleanup();
});

const list = () => screen.getByRole('navigation', { name: 'Servers' });

it('the window is drawn before the main process has answered', () => {
  install({ app: appView, servers: [] });
  draw(<App />);
  expect(within(list()).getByRole('button', { name: 'Add server' })).toBeTruthy();
  expect(screen.getByRole('searchbox', { name: 'Search servers' })).toBeTruthy();
  expect(screen.queryByRole('heading', { level: 1 })).toBeNull();
});

it('the window adds the sample server and starts its sign-in with one click', async () => {
  const added = serverView(sample.name, { id: 'sample', url: sample.url });
  const { bridge } = await open(
    { app: { ...appView, sample }, servers: [] },
    { 'servers:add': () => ({ ok: true, value: added }) },
  );
  fireEvent.click(screen.getByRole('button', { name: 'Try Files (sample)' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Files (sample)' })).toBeTruthy();
  expect(bridge.askedByUser.slice(-2)).toEqual([
    { name: 'servers:add', input: sample },
    { name: 'connections:connect', input: { serverId: 'sample' } },
  ]);
});

it('the window groups the servers by what they need of a person', async () => {
  await open({ app: appView, servers: everyState(Date.now()) });
  const groups = screen.getAllByRole('region').filter((region) => list().contains(region));
  const names = groups.map((group) => within(group).getAllByRole('listitem').length);
  expect(groups.map((group) => within(group).getByRole('heading').firstChild?.textContent)).toEqual([
    'Needs you',
    'Ready',
    'Not responding',
    'Off',
  ]);
  expect(names).toEqual([6, 3, 1, 1]);
});

it('the window returns to the server with a click on it, and to the tab that was open', async () => {
  await open({ app: appView, servers: [serverView('Linear')] });
  const row = within(list()).getByRole('button', { name: /^Linear/ });
  fireEvent.click(screen.getByRole('tab', { name: 'Activity' }));
  expect(row.getAttribute('aria-current')).toBe('page');
  fireEvent.click(screen.getByRole('button', { name: 'All tools' }));
  expect(row.getAttribute('aria-current')).toBeNull();
  row.focus();
  expect(screen.queryByRole('tab')).toBeNull();
  fireEvent.click(row);
  expect(screen.getByRole('tab', { name: 'Activity' }).getAttribute('aria-selected')).toBe('true');
});

it('the window finds a server by its name or host, and moves to it with the arrow keys', async () => {
  await open({ app: appView, servers: everyState(Date.now()) });
  const search = screen.getByRole('searchbox', { name: 'Search servers' });
  search.focus();
  fireEvent.change(search, { target: { value: 'NOTION.example' } });
  expect(within(list()).getAllByRole('listitem')).toHaveLength(1);
  fireEvent.keyDown(search, { key: 'ArrowDown' });
  expect(screen.getByRole('heading', { level: 1, name: 'Notion' })).toBeTruthy();
});

it('the window waits for the browser with ways to continue and a way out', async () => {
  const figma = everyState(Date.now()).filter(({ id }) => id === 'figma');
  const { bridge } = await open(
    { app: appView, servers: figma },
    { 'connections:connect': () => ({ ok: false, error: { code: 'cancelled', values: {} } }) },
  );
  expect(screen.getByRole('heading', { name: 'Finish in your browser' })).toBeTruthy();
  for (const name of ['Open again', /^Copy link/, 'Return through this computer instead', 'Register again', 'Cancel']) {
    fireEvent.click(screen.getByRole('button', { name }));
  }
  await vi.waitFor(() => expect(bridge.askedByUser.slice(3).map(({ input }) => input)).toHaveLength(5));
  expect(bridge.askedByUser.slice(3)).toEqual([
    { name: 'connections:open-again', input: { serverId: 'figma' } },
    { name: 'connections:copy-link', input: { serverId: 'figma' } },
    { name: 'connections:connect', input: { serverId: 'figma', returnPath: 'loopback' } },
    { name: 'connections:connect', input: { serverId: 'figma', registerAgain: true } },
    { name: 'connections:cancel', input: { serverId: 'figma' } },
  ]);
});

it('the window follows a sign-in by the events of the main process, and makes no request', async () => {
  const { bridge } = await open({ app: appView, servers: [serverView('Acme')] });
  const asked = bridge.askedByUser.length;
  const authorizing = (phase: 'opening' | 'waiting' | 'exchanging') =>
    ({ state: 'authorizing', since: Date.now(), phase, authorizationServer: 'auth.acme.example' }) as const;
  const stopped = (code: ErrorCode) => ({
    lastAttempt: { ...goodAttempt(Date.now()), error: { code, values: {} } },
  });
  for (const [more, heading] of [
    [{ status: authorizing('opening') }, 'Opening your browser…'],
    [{ status: authorizing('waiting') }, 'Finish in your browser'],
    [{ status: authorizing('exchanging') }, 'Finishing the sign-in'],
    [stopped('access_denied'), 'Keyfob was denied access to Acme'],
    [stopped('request_expired'), 'Sign-in to Acme stopped'],
    [{ lastAttempt: failedAttempt(Date.now()) }, 'Sign-in to Acme stopped at step 4 of 6'],
  ] as const) {
    bridge.emit('servers:changed', serverView('Acme', more));
    expect(await screen.findByRole('heading', { level: 2, name: heading })).toBeTruthy();
  }
  bridge.emit('servers:changed', serverView('Acme', stopped('request_expired')));
  expect(await screen.findByText('The sign-in took too long.')).toBeTruthy();
  bridge.emit('servers:changed', serverView('Acme', { status: { state: 'signed_in', renewable: true } }));
  expect(await screen.findByRole('button', { name: 'Open tools' })).toBeTruthy();
  expect(screen.getAllByRole('tab').map(({ textContent }) => textContent?.trim())).toEqual([
    'Overview',
    'Tools',
    'Activity',
    'Settings',
  ]);
  expect(bridge.askedByUser).toHaveLength(asked);
});

it('the window reports the end of a sign-in to a person who looks at another server, and not otherwise', async () => {
  const { bridge } = await open({ app: appView, servers: [serverView('Acme'), serverView('Linear')] });
  bridge.emit('connections:completed', { serverId: 'acme' });
  bridge.emit('connections:completed', { serverId: 'linear', error: { code: 'cancelled', values: {} } });
  bridge.emit('connections:completed', { serverId: 'linear' });
  expect(await screen.findByText('Signed in to Linear')).toBeTruthy();
  bridge.emit('connections:completed', { serverId: 'linear', error: { code: 'access_denied', values: {} } });
  expect(await screen.findByText('Sign-in to Linear stopped')).toBeTruthy();
  expect(screen.queryByText('Signed in to Acme')).toBeNull();
  expect(screen.getAllByText(/^(Signed in to|Sign-in to .* stopped)/)).toHaveLength(2);
  fireEvent.click(screen.getByRole('button', { name: 'Show what happened' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Linear' })).toBeTruthy();
  await waitFor(() => expect(screen.queryByText('Sign-in to Linear stopped')).toBeNull());
});

it('the window has keyboard shortcuts for frequent actions, everywhere', async () => {
  await open({ app: appView, servers: [serverView('Acme')] });
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ctrlKey: true });
  press('f');
  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search servers' }));
  press('k');
  expect(await screen.findByRole('combobox', { name: 'Find a server, a tool or an action' })).toBeTruthy();
  act(() => useWindow.setState({ dialog: null }));
  press(',');
  expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeTruthy();
  press('n');
  expect(await screen.findByRole('dialog', { name: 'Add server' })).toBeTruthy();
});

it('the window announces to screen readers when a status has changed', async () => {
  const { bridge } = await open({ app: appView, servers: [serverView('Acme')] });
  bridge.emit('servers:changed', serverView('Acme', { status: { state: 'open' } }));
  await vi.waitFor(() =>
    expect(screen.getByRole('status').textContent).toBe('Acme: Open. This server needs no sign-in.'),
  );
});

it('the window continues with the next server when the shown one is removed', async () => {
  const { bridge } = await open({ app: appView, servers: [serverView('Acme'), serverView('Linear')] });
  expect(screen.getByRole('heading', { level: 1, name: 'Acme' })).toBeTruthy();
  bridge.emit('servers:removed', { serverId: 'acme' });
  expect(await screen.findByRole('heading', { level: 1, name: 'Linear' })).toBeTruthy();
  expect(Object.keys(useServers.getState().servers)).toEqual(['linear']);
});

it.each([
  ['memory', 'Not saved', 'Sign-ins are lost when Keyfob quits: this computer has no keyring to protect them.'],
  ['locked', 'Locked', 'The keyring is locked'],
] as const)(
  'the window says above everything that sign-ins are not kept while storage is %s',
  async (state, name, sentence) => {
    await open({ app: { ...appView, storage: { state, backend: '' } }, servers: [] });
    const banner = screen.getByRole('region', { name });
    expect(banner.textContent).toContain(sentence);
    fireEvent.click(within(banner).getByRole('button', { name: 'How to fix' }));
    expect(banner.textContent).toContain('restart Keyfob');
  },
);

it('the window says that the main process does not answer, and tries again', async () => {
  let broken = true;
  install(
    { app: appView, servers: [] },
    {
      'servers:list': () =>
        broken ? { ok: false, error: { code: 'storage_failed', values: {} } } : { ok: true, value: [] },
    },
  );
  stop = follow();
  draw(<App />);
  expect(await screen.findByRole('heading', { name: 'Keyfob could not load your servers.' })).toBeTruthy();
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'Welcome to Keyfob' })).toBeTruthy();
});

it('the window sorts by name, and by what was added last where a person chooses that, also after the next start', async () => {
  const servers = [
    serverView('Alpha', { addedAt: 1, status: { state: 'open' } }),
    serverView('Beta', { addedAt: 3, status: { state: 'open' } }),
    serverView('Gamma', { addedAt: 2, status: { state: 'open' } }),
  ];
  await open({ app: appView, servers });
  const names = () =>
    within(list())
      .getAllByRole('listitem')
      .map((row) => /^[A-Z][a-z]+/.exec(row.textContent ?? '')?.[0]);
  expect(names()).toEqual(['Alpha', 'Beta', 'Gamma']);
  fireEvent.click(screen.getByRole('button', { name: 'Sorted by name. Show newest first' }));
  expect(names()).toEqual(['Beta', 'Gamma', 'Alpha']);
  expect(localStorage.getItem('keyfob:order')).toBe('newest');
  fireEvent.click(screen.getByRole('button', { name: 'Newest first. Sort by name' }));
  expect(names()).toEqual(['Alpha', 'Beta', 'Gamma']);
});
