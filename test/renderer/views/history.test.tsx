// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { HistoryCall, OpenedCall } from '../../../src-preload/contract.ts';
import { forgetHistory, noteHistoryChanged, showCallsOf, useHistory } from '../../../src-renderer/stores/history.ts';
import { putServer } from '../../../src-renderer/stores/servers.ts';
import { useToolCalls } from '../../../src-renderer/stores/tool-calls.ts';
import { useChosenTools } from '../../../src-renderer/stores/tools.ts';
import { useWindow } from '../../../src-renderer/stores/window.ts';
import HistoryPage from '../../../src-renderer/views/history/HistoryPage.tsx';
import { draw, install } from '../fixtures/render.tsx';
import { appView, serverView } from '../fixtures/views.ts';

afterEach(() => {
  cleanup();
  forgetHistory();
});

const call = (id: number, changes: Partial<HistoryCall> = {}): HistoryCall => ({
  id,
  serverId: 'linear',
  tool: `tool ${id}`,
  outcome: 'done',
  errorCode: null,
  startedAt: 1_790_000_000_000 + id,
  milliseconds: 12,
  program: null,
  hasContent: true,
  ...changes,
});

const opened = (id: number): OpenedCall => ({
  ...call(id),
  address: 'https://linear.example/mcp',
  input: { input: { q: `herons ${id}` } },
  result: { result: { isError: false, content: [{ type: 'text', text: `result ${id}` }], milliseconds: 12 } },
});

function open(calls: HistoryCall[], more = false) {
  const ok = <Value,>(value: Value) => ({ ok: true, value }) as const;
  const bridge = install(
    { app: appView, servers: [] },
    {
      'history:list': ({ before }) => ok(before ? { calls: [call(before.id - 1)], more: false } : { calls, more }),
      'history:choices': () => ok({ tools: ['tool 1', 'tool 2'], programs: ['Claude Code'] }),
      'history:state': () => ok({ place: 'file' as const, calls: calls.length, since: 1_790_000_000_000, leftOut: [] }),
      'history:open': ({ id }) => ok(id === 99 ? null : opened(id)),
      'history:find': ({ ids, text }) => ok({ ids: ids.filter((id) => String(id) === text) }),
      'history:delete': ({ ids }) => ok({ deleted: ids.length }),
      'history:delete-all': () => ok({ deleted: calls.length }),
      'history:export': () => ok(true),
    },
  );
  putServer(serverView('Linear', { id: 'linear' }));
  putServer(serverView('Notion', { id: 'notion' }));
  useWindow.setState({ screen: 'history' });
  draw(<HistoryPage />);
  return bridge;
}

const rows = () => screen.queryAllByRole('row').slice(1);
const askedOf = (bridge: ReturnType<typeof open>, name: string) =>
  bridge.asked.filter((one) => one.name === name).map(({ input }) => input);

it('the history says of each call its tool, server, outcome, time, duration and program', async () => {
  open([call(2, { outcome: 'failed', program: 'Claude Code' }), call(1)]);
  await screen.findByText('2 calls');
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
    'Selection',
    'Tool',
    'Server',
    'Outcome',
    'Time',
    'Duration',
    'Program',
  ]);
  const cells = within(rows()[0] as HTMLElement).getAllByRole('cell');
  const [, tool, server, outcome, , duration, program] = cells.map(({ textContent }) => textContent?.trim());
  expect([tool, server, outcome, duration, program]).toEqual([
    'tool 2',
    'Linear',
    'Tool error',
    '12 ms',
    'Claude Code',
  ]);
});

it('the history is searched by its columns in main, and by content in the calls that are shown', async () => {
  const bridge = open([call(2), call(1)]);
  await screen.findByText('2 calls');
  fireEvent.change(screen.getByRole('combobox', { name: 'Server' }), { target: { value: 'notion' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Outcome' }), { target: { value: 'error' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Program' }), { target: { value: ' ' } });
  await waitFor(() =>
    expect(askedOf(bridge, 'history:list').at(-1)).toEqual({
      filter: { serverId: 'notion', outcome: 'error', program: '' },
    }),
  );
  await screen.findByText('2 calls');
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: '1' } });
  await screen.findByText('1 call');
  expect(askedOf(bridge, 'history:find')).toEqual([{ ids: [2, 1], text: '1' }]);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nothing' } });
  expect(await screen.findByText('No call matches.')).toBeTruthy();
});

it('the history goes on with the page after the last call', async () => {
  const bridge = open([call(8), call(7)], true);
  fireEvent.click(await screen.findByRole('button', { name: 'Show earlier calls' }));
  await waitFor(() => expect(rows()).toHaveLength(3));
  expect(askedOf(bridge, 'history:list').at(-1)).toEqual({
    filter: {},
    before: { startedAt: 1_790_000_000_007, id: 7 },
  });
});

it('a call is shown with its input and result, and is run again by filling the form of its tool', async () => {
  open([call(5)]);
  fireEvent.click(await screen.findByRole('button', { name: 'tool 5' }));
  expect(await screen.findByText('result 5')).toBeTruthy();
  expect(screen.getByText('https://linear.example/mcp')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Run again' }));
  expect(useWindow.getState()).toMatchObject({ screen: 'servers', selected: 'linear', tab: 'tools' });
  expect(useChosenTools.getState()['linear']).toBe('tool 5');
  expect(useToolCalls.getState().drafts['linear\ntool 5']).toEqual({ q: 'herons 5' });
});

it('a call that is gone is said to be, and Escape leads back to the list and then to the servers', async () => {
  open([call(99)]);
  fireEvent.click(await screen.findByRole('button', { name: 'tool 99' }));
  expect(await screen.findByText('This call is no longer kept.')).toBeTruthy();
  fireEvent.keyDown(document.body, { key: 'Escape' });
  const row = await screen.findByRole('button', { name: 'tool 99' });
  await waitFor(() => expect(document.activeElement).toBe(row));
  expect(useWindow.getState().screen).toBe('history');
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(useWindow.getState().screen).toBe('servers');
});

it('two selected calls are compared, the older one as what was before', async () => {
  open([call(2), call(1)]);
  await screen.findByText('2 calls');
  const compare = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Compare' });
  fireEvent.click(within(rows()[0] as HTMLElement).getByRole('checkbox'));
  expect(compare().disabled).toBe(true);
  fireEvent.click(within(rows()[1] as HTMLElement).getByRole('checkbox'));
  fireEvent.click(compare());
  const result = await screen.findByRole('region', { name: 'Result' });
  expect(result.querySelector('del')?.textContent).toBe('result 1');
  expect(result.querySelector('ins')?.textContent).toBe('result 2');
});

it('deleting calls begins with a question that says what is lost', async () => {
  const bridge = open([call(2), call(1)]);
  await screen.findByText('2 calls');
  fireEvent.click(screen.getByRole('button', { name: 'Delete all…' }));
  const question = await screen.findByRole('alertdialog');
  expect(question.textContent).toContain('Delete all 2 calls since');
  fireEvent.click(within(question).getByRole('button', { name: 'Cancel' }));
  expect(askedOf(bridge, 'history:delete-all')).toEqual([]);
  fireEvent.click(within(rows()[0] as HTMLElement).getByRole('checkbox'));
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  fireEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(askedOf(bridge, 'history:delete')).toEqual([{ ids: [2] }]));
});

it('the calls of one tool are shown from the tool', async () => {
  const bridge = open([]);
  await screen.findByText('No call is kept yet. What you run here and what programs call appears in this list.');
  cleanup();
  showCallsOf('linear', 'search');
  expect(useWindow.getState().screen).toBe('history');
  draw(<HistoryPage />);
  await screen.findByText('No call matches.');
  expect(askedOf(bridge, 'history:list').at(-1)).toEqual({ filter: { serverId: 'linear', tool: 'search' } });
});

it('new calls appear by themselves on the first page, and by a button once more is loaded', async () => {
  const bridge = open([call(1)]);
  await screen.findByText('1 call');
  noteHistoryChanged();
  await waitFor(() => expect(askedOf(bridge, 'history:list')).toHaveLength(2));
  useHistory.setState({ calls: Array.from({ length: 101 }, (_, at) => call(at)) });
  noteHistoryChanged();
  expect(await screen.findByRole('button', { name: 'Show new calls' })).toBeTruthy();
  expect(askedOf(bridge, 'history:list')).toHaveLength(2);
});
