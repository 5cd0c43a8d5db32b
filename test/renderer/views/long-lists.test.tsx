// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ServerView, ToolView } from '../../../src-preload/contract.ts';
import { App } from '../../../src-renderer/App.tsx';
import { follow } from '../../../src-renderer/stores/follow.ts';
import { select, showTab, useWindow } from '../../../src-renderer/stores/window.ts';
import AllTools from '../../../src-renderer/views/tools/AllTools.tsx';
import { ToolList } from '../../../src-renderer/views/tools/ToolList.tsx';
import { draw, install } from '../fixtures/render.tsx';
import { appView, serverView } from '../fixtures/views.ts';

let stop: () => void = () => {};

// happy-dom lays nothing out: every element is as large as a list is in the window.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(240);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(40);
});

afterEach(() => {
  stop();
  cleanup();
  vi.restoreAllMocks();
});

const numbered = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index).padStart(4, '0')}`);
const rowsIn = (list: HTMLElement) => within(list).getAllByRole('listitem');

/** The position of a row, as a screen reader reads it. */
const placeOf = (row: HTMLElement) => {
  const item = row.closest('li');
  return `${item?.getAttribute('aria-posinset')} of ${item?.getAttribute('aria-setsize')}`;
};

async function openServers(servers: ServerView[]) {
  delete document.documentElement.dataset['ready'];
  install({ app: appView, servers });
  stop = follow();
  draw(<App />);
  await vi.waitFor(() => expect(document.documentElement.dataset['ready']).toBe('true'));
  return screen.getByRole('navigation', { name: 'Servers' });
}

function openTools() {
  const tools: ToolView[] = numbered('Tool', 2000).map((title, index) => ({
    name: `tool_${index}`,
    title,
    inputSchema: { type: 'object' },
    annotations: index % 2 ? { readOnly: true } : {},
  }));
  draw(<ToolList server={serverView('Acme')} tools={tools} asking={false} chosen="tool_3" onChoose={() => {}} />);
  return screen.getByRole('navigation', { name: 'Tools of Acme' });
}

it('a list of 1,000 servers draws those on the screen', async () => {
  const list = await openServers(numbered('Server', 1000).map((name) => serverView(name)));
  expect(rowsIn(list).length).toBeGreaterThan(10);
  expect(rowsIn(list).length).toBeLessThan(60);
});

it('a list of servers is walked through by keyboard, and reads the position of each', async () => {
  const list = await openServers(numbered('Server', 1000).map((name) => serverView(name)));
  const search = screen.getByRole('searchbox', { name: 'Search servers' });
  search.focus();
  fireEvent.keyDown(search, { key: 'ArrowDown' });
  expect(document.activeElement?.textContent).toContain('Server 0000');
  fireEvent.keyDown(document.activeElement!, { key: 'End' });
  expect(document.activeElement?.textContent).toContain('Server 0999');
  expect(placeOf(document.activeElement as HTMLElement)).toBe('1000 of 1000');
  expect(screen.getByRole('heading', { level: 1, name: 'Server 0999' })).toBeTruthy();
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowUp' });
  expect(document.activeElement?.textContent).toContain('Server 0998');
  expect(rowsIn(list).length).toBeLessThan(60);
});

it('a list of servers keeps the row that Tab leads to, wherever it is scrolled to', async () => {
  const list = await openServers(numbered('Server', 1000).map((name) => serverView(name)));
  act(() => select('server 0500'));
  const reachable = () => list.querySelectorAll<HTMLElement>('[data-server-row][tabindex="0"]');
  expect([...reachable()].map(placeOf)).toEqual(['501 of 1000']);
  const scroller = list.querySelector('section')!.parentElement!;
  scroller.scrollTop = 40_000;
  fireEvent.scroll(scroller);
  expect(within(list).getByRole('button', { name: /^Server 0935/ })).toBeTruthy();
  expect([...reachable()].map(placeOf)).toEqual(['501 of 1000']);
});

it('a list of servers draws a row again only when something about its server has changed', async () => {
  const drawn: string[] = [];
  const servers = numbered('Server', 30).map((name) => {
    const server = serverView(name);
    const { url } = server;
    return Object.defineProperty(server, 'url', { enumerable: true, get: () => (drawn.push(server.id), url) });
  });
  await openServers(servers);
  drawn.length = 0;
  act(() => showTab('activity'));
  act(() => useWindow.setState({ dialog: { kind: 'add' } }));
  act(() => useWindow.setState({ dialog: null }));
  expect(drawn.filter((id) => id !== 'server 0000')).toEqual([]);
  act(() => select('server 0007'));
  expect([...new Set(drawn)].toSorted()).toEqual(['server 0000', 'server 0007']);
});

it('a list of 2,000 tools draws those on the screen and the chosen one', () => {
  const list = openTools();
  expect(rowsIn(list).length).toBeGreaterThan(10);
  expect(rowsIn(list).length).toBeLessThan(60);
  const chosen = within(list).getByRole('button', { name: /^Tool 0003/ });
  expect(chosen.tabIndex).toBe(0);
  chosen.focus();
  fireEvent.keyDown(chosen, { key: 'End' });
  expect(document.activeElement?.textContent).toContain('Tool 1999');
  expect(placeOf(document.activeElement as HTMLElement)).toBe('2000 of 2000');
  expect(rowsIn(list).length).toBeLessThan(60);
});

it('a list of tools places rows of one line and of two one below the other', () => {
  const list = openTools();
  const tops = rowsIn(list)
    .slice(0, 4)
    .map(({ style }) => style.top);
  expect(tops).toEqual(['0px', '26px', '68px', '94px']);
});

it('a search in a list of 2,000 tools finds one, and draws it whole', () => {
  const list = openTools();
  fireEvent.change(within(list).getByRole('searchbox'), { target: { value: 'tool 1234' } });
  expect(rowsIn(list).map((row) => [row.textContent, placeOf(row)])).toEqual([
    [expect.stringContaining('Tool 1234'), '1 of 1'],
  ]);
});

it('the list of the tools of all servers draws those on the screen', async () => {
  const tools = numbered('Tool', 2000).map((name) => ({
    serverId: 'acme',
    serverName: 'Acme',
    name,
    qualifiedName: `Acme: ${name}`,
    inputSchema: {},
    annotations: {},
  }));
  install({ app: appView, servers: [] }, { 'tools:available': () => ({ ok: true, value: { tools, skipped: [] } }) });
  draw(<AllTools />);
  const list = await screen.findByRole('list', { name: 'All tools' });
  expect(await screen.findByText('2,000 tools')).toBeTruthy();
  expect(rowsIn(list).length).toBeGreaterThan(10);
  expect(rowsIn(list).length).toBeLessThan(60);
  expect(placeOf(within(list).getByRole('button', { name: /^Tool 0004/ }))).toBe('5 of 2000');
});
