// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { putServer } from '../../../../src-renderer/stores/servers.ts';
import { useChosenTools } from '../../../../src-renderer/stores/tools.ts';
import { showScreen, useWindow } from '../../../../src-renderer/stores/window.ts';
import AllTools from '../../../../src-renderer/views/tools/AllTools.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const tool = (serverName: string, name: string, description = '') => ({
  serverId: serverName.toLowerCase(),
  serverName,
  name,
  qualifiedName: name,
  description,
  inputSchema: {},
  annotations: {},
});

function open(more: object = {}) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'tools:available': () => ({
        ok: true,
        value: {
          tools: [tool('Linear', 'create_issue', 'Writes down what is wrong.'), tool('Notion', 'search_pages')],
          skipped: [{ serverId: 'sentry', reason: { code: 'not_signed_in', values: {} } }],
          ...more,
        },
      }),
    },
  );
  putServer(serverView('Sentry', { id: 'sentry' }));
  putServer(serverView('Linear', { id: 'linear' }));
  useWindow.setState({ screen: 'tools' });
  draw(<AllTools />);
  return bridge;
}

const rows = () => within(screen.getByRole('list', { name: 'All tools' })).queryAllByRole('listitem');

it('the view of all tools lists the tools of every server, finds by any word, and opens a tool at its server', async () => {
  open();
  expect(await screen.findByText('2 tools')).toBeTruthy();
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'WRONG' } });
  await waitFor(() => expect(rows()).toHaveLength(1));
  fireEvent.click(within(rows()[0] as HTMLElement).getByRole('button'));
  expect(useWindow.getState()).toMatchObject({ screen: 'servers', selected: 'linear', tab: 'tools' });
  expect(useChosenTools.getState()['linear']).toBe('create_issue');
});

it('the view of all tools names the servers that are not included, with the reason, and refreshes on request', async () => {
  const bridge = open();
  const skipped = within(await screen.findByRole('region', { name: 'Not included' }));
  expect(skipped.getByRole('listitem').textContent).toMatch(/^Sentry .+/);
  fireEvent.click(screen.getByRole('button', { name: 'Refresh' }));
  await waitFor(() => expect(bridge.asked.at(-1)).toEqual({ name: 'tools:available', input: { refresh: true } }));
});

/** The window around the view, as far as Escape and the focus go. */
function openFromButton() {
  open();
  useWindow.setState({ screen: 'servers' });
  const opener = document.createElement('button');
  document.body.append(opener);
  opener.focus();
  showScreen('tools');
  opener.blur();
  return opener;
}

const press = (target: Element = document.body) => fireEvent.keyDown(target, { key: 'Escape' });

it('the view of all tools is left with Escape from anywhere, back to what opened it', async () => {
  const opener = openFromButton();
  await screen.findByText('2 tools');
  press();
  expect(useWindow.getState().screen).toBe('servers');
  expect(document.activeElement === opener).toBe(true);
  opener.remove();
});

it('the view of all tools stays where another element uses Escape', async () => {
  openFromButton().remove();
  const search = screen.getByRole<HTMLInputElement>('searchbox');
  fireEvent.change(search, { target: { value: 'issue' } });
  press(search);
  fireEvent.keyDown(document.body, { key: 'Escape', isComposing: true });
  const menu = document.createElement('div');
  menu.role = 'menu';
  document.body.append(menu);
  // It closes before the key has come up to the window.
  menu.addEventListener('keydown', () => menu.remove());
  press(menu);
  expect(useWindow.getState().screen).toBe('tools');
  fireEvent.change(search, { target: { value: '' } });
  press(search);
  expect(useWindow.getState().screen).toBe('servers');
});

it('the view of all tools names the tools of each server that cannot be used, with the reason', async () => {
  open({ leftOut: [{ serverId: 'linear', unusable: [{ name: 'broken', reason: 'schema_missing' }] }] });
  const leftOut = within(await screen.findByRole('region', { name: 'Incomplete' }));
  expect(leftOut.getByRole('heading', { name: 'Linear' })).toBeTruthy();
  expect(leftOut.getByText('1 tool cannot be used')).toBeTruthy();
  expect(leftOut.getByText('broken')).toBeTruthy();
});
