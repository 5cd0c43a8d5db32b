// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { AvailableToolsView } from '../../../../src-preload/contract.ts';
import { putServer } from '../../../../src-renderer/stores/servers.ts';
import { useRecent } from '../../../../src-renderer/stores/recent.ts';
import { useChosenTools } from '../../../../src-renderer/stores/tools.ts';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import { type Entry, findEntries } from '../../../../src-renderer/views/palette/find-entries.ts';
import Palette from '../../../../src-renderer/views/palette/Palette.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const tool = (name: string, serverName: string) =>
  ({
    serverId: serverName.toLowerCase(),
    serverName,
    name,
    qualifiedName: `${serverName.toLowerCase()}.${name}`,
    inputSchema: { type: 'object' },
  }) as unknown as AvailableToolsView['tools'][number];

function open() {
  install(
    { app: appView, servers: [] },
    {
      'tools:available': () => ({
        ok: true,
        value: { tools: [tool('create_issue', 'Acme'), tool('list_issues', 'Acme')], skipped: [] },
      }),
    },
  );
  useRecent.setState({ ids: [] });
  putServer(serverView('Acme'));
  putServer(serverView('Weather'));
  useWindow.setState({ dialog: { kind: 'palette' } });
  draw(<Palette />);
}

const field = () => screen.getByRole('combobox', { name: 'Find a server, a tool or an action' });
const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });
const press = (key: string) => fireEvent.keyDown(field(), { key });
const chosen = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent;

it('the palette finds a tool by some of its letters, and opens it at its server', async () => {
  open();
  await screen.findByText('↑ ↓ to choose, Enter to open, Escape to close');
  type('crtiss');
  await waitFor(() => expect(options()).toEqual(['create_issue Acme']));
  expect(chosen()).toBe('create_issue Acme');
  press('Enter');
  expect(useWindow.getState()).toMatchObject({ dialog: null, selected: 'acme', tab: 'tools' });
  expect(useChosenTools.getState()).toEqual({ acme: 'create_issue' });
});

it('the palette moves with the arrow keys, around its ends, while the focus stays in the field', async () => {
  open();
  await screen.findByText('↑ ↓ to choose, Enter to open, Escape to close');
  type('issue');
  await waitFor(() => expect(options()).toHaveLength(2));
  const [first, second] = options();
  expect(chosen()).toBe(first);
  press('ArrowDown');
  expect(chosen()).toBe(second);
  press('ArrowDown');
  expect(chosen()).toBe(first);
  press('ArrowUp');
  expect(chosen()).toBe(second);
});

it('the palette opens screens and dialogs, and says where nothing matches', async () => {
  open();
  await screen.findByText('↑ ↓ to choose, Enter to open, Escape to close');
  type('keyfob settings');
  await waitFor(() => expect(options()[0]).toBe('Keyfob settings Action'));
  press('Enter');
  expect(useWindow.getState()).toMatchObject({ dialog: null, screen: 'preferences' });
  type('zzzz');
  expect(await screen.findByText('Nothing matches “zzzz”.')).toBeTruthy();
  press('Enter');
  expect(useWindow.getState().screen).toBe('preferences');
});

it('the palette begins with what was chosen last', async () => {
  open();
  await screen.findByText('↑ ↓ to choose, Enter to open, Escape to close');
  expect(options().slice(0, 2)).toEqual(['Acme mcp.acme.example', 'Weather mcp.weather.example']);
  useRecent.setState({ ids: ['tool acme list_issues', 'server weather'] });
  await waitFor(() =>
    expect(options().slice(0, 3)).toEqual(['list_issues Acme', 'Weather mcp.weather.example', 'Acme mcp.acme.example']),
  );
});

it('the palette finds names with accents and in Chinese, each whole word before a part of one', () => {
  const named = (label: string): Entry => ({ id: label, kind: 'tool', label, detail: '', act: () => {} });
  const entries = ['Công cụ tìm kiếm', '创建议题', 'search', 'research_notes'].map(named);
  const find = (text: string) => findEntries(entries, text, []).map(({ label }) => label);
  expect(find('tim')).toEqual(['Công cụ tìm kiếm']);
  expect(find('议题')).toEqual(['创建议题']);
  expect(find('search')).toEqual(['search', 'research_notes']);
});
