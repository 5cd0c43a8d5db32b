// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import ActivityTab from '../../../../src-renderer/views/activity/ActivityTab.tsx';
import { follow } from '../../../../src-renderer/stores/follow.ts';
import { forgetActivity, loadActivity } from '../../../../src-renderer/stores/activity.ts';
import type { ActivityView } from '../../../../src-preload/contract.ts';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

const server = serverView('Linear', { id: 'linear' });

function entry(id: number, rest: Partial<ActivityView> = {}): ActivityView {
  const at = Date.UTC(2026, 4, 3, 12, 0, id);
  return { id, kind: 'called', outcome: 'done', at, serverId: 'linear', subject: null, profile: 'Ann', ...rest };
}

let stop = () => {};
afterEach(() => {
  stop();
  cleanup();
  forgetActivity('linear');
});

function open(pages: ActivityView[][]) {
  const bridge = install(
    { app: appView, servers: [server] },
    {
      'activity:list': ({ before }) => {
        const page = before === undefined ? 0 : 1;
        return { ok: true, value: { entries: pages[page] ?? [], more: page + 1 < pages.length } };
      },
    },
  );
  stop = follow();
  draw(<ActivityTab server={server} />);
  return bridge;
}

const rows = () =>
  within(screen.getByRole('list'))
    .getAllByRole('listitem')
    .map((row) => row.textContent);

it('the activity view shows each action, its person and its end, the newest first', async () => {
  open([
    [
      entry(5, { kind: 'signed_out', subject: 'Mai' }),
      entry(4, { kind: 'refreshed', profile: null }),
      entry(3, { outcome: 'cancelled', subject: 'plan_day' }),
      entry(2, { outcome: 'tool_failed', subject: 'plan_day' }),
      entry(1, { kind: 'connected' }),
    ],
  ]);
  await screen.findByRole('list', { name: 'Activity of Linear' });
  expect(rows()).toEqual([
    expect.stringMatching(/^Signed Mai out by Ann/),
    expect.stringMatching(/^Renewed automatically/),
    expect.stringMatching(/^Call to plan_day cancelled by Ann/),
    expect.stringMatching(/^Call to plan_day failed by AnnLinear could not run/),
    expect.stringMatching(/^Signed in by Ann/),
  ]);
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
});

it('the activity view shows older entries on request, and new ones as they happen, each once', async () => {
  const bridge = open([[entry(3), entry(2)], [entry(1, { kind: 'connected' })]]);
  await screen.findByRole('list');
  fireEvent.click(screen.getByRole('button', { name: 'Show older' }));
  await screen.findByText(/^Signed in/);
  expect(bridge.asked.at(-1)).toEqual({ name: 'activity:list', input: { serverId: 'linear', before: 2 } });
  act(() => {
    bridge.emit('activity:added', entry(4, { kind: 'turned_off' }));
    bridge.emit('activity:added', entry(4, { kind: 'turned_off' }));
    bridge.emit('activity:added', entry(5, { serverId: 'other' }));
  });
  expect(rows()).toHaveLength(4);
  expect(rows()[0]).toMatch(/^Turned off by Ann/);
});

it('the activity view says that there is no activity', async () => {
  open([[]]);
  expect(await screen.findByText('No activity with Linear yet.')).toBeTruthy();
});

it('the activity view offers nothing older once every entry is shown, also when it is opened again', async () => {
  open([[entry(3), entry(2)], [entry(1)]]);
  fireEvent.click(await screen.findByRole('button', { name: 'Show older' }));
  await vi.waitFor(() => expect(rows()).toHaveLength(3));
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
  await act(() => loadActivity('linear'));
  expect(rows()).toHaveLength(3);
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
});

it('the activity view has no gap where more has happened than one page holds', async () => {
  const pages = [[entry(3), entry(2)], [entry(1)]];
  open(pages);
  await screen.findByRole('list');
  pages[0] = [entry(9), entry(8)];
  await act(() => loadActivity('linear'));
  expect(rows()).toHaveLength(2);
  expect(screen.getByRole('button', { name: 'Show older' })).toBeTruthy();
});
