// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { VanishedEntry } from '../../../../src-preload/contract.ts';
import { App } from '../../../../src-renderer/App.tsx';
import { follow } from '../../../../src-renderer/stores/follow.ts';
import { select, showScreen, useWindow } from '../../../../src-renderer/stores/window.ts';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  cleanup();
});

const cursor: VanishedEntry = {
  program: 'cursor',
  name: 'Cursor',
  serverId: 'linear',
  path: '/home/ann/.cursor/mcp.json',
  entry: 'linear',
};
const codex: VanishedEntry = { ...cursor, program: 'codex', name: 'Codex', path: '/home/ann/.codex/config.toml' };

/** A window with two servers; leaving an entry forgets it. */
function start(entries: VanishedEntry[]) {
  const now = { entries };
  const bridge = install(
    { app: appView, servers: [serverView('Acme'), serverView('Linear')] },
    {
      'wiring:vanished': () => ({ ok: true, value: now.entries }),
      'wiring:leave': ({ program }) => {
        now.entries = now.entries.filter((one) => one.program !== program);
        bridge.emit('wiring:changed', null);
        return { ok: true, value: undefined };
      },
    },
  );
  stops.push(follow());
  draw(<App />);
  return { now, bridge };
}

const banner = () => screen.findByRole('region', { name: 'Cursor no longer has Linear.' });

it('an entry that is gone is named on every page but that of its server, which says it itself', async () => {
  start([cursor]);
  expect((await banner()).textContent).toContain(
    'Something removed the entry that Keyfob wrote from /home/ann/.cursor',
  );
  act(() => showScreen('programs'));
  expect(await banner()).toBeTruthy();
  act(() => select('linear'));
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Cursor no longer has Linear.' })).toBeNull());
});

it('an entry that is gone is put back by its preview', async () => {
  start([cursor]);
  await banner();
  fireEvent.click(screen.getByRole('button', { name: 'Put it back: Linear in Cursor' }));
  expect(useWindow.getState().dialog).toEqual({ kind: 'use-in', serverId: 'linear', program: 'cursor' });
});

it('an entry that is gone is left, and then the next one is named', async () => {
  const { bridge } = start([cursor, codex]);
  expect((await banner()).textContent).toContain('The same happened to 1 more entry.');
  fireEvent.click(screen.getByRole('button', { name: 'Leave it: Linear in Cursor' }));
  expect(await screen.findByRole('region', { name: 'Codex no longer has Linear.' })).toBeTruthy();
  expect(bridge.asked).toContainEqual({ name: 'wiring:leave', input: { program: 'cursor', serverId: 'linear' } });
  fireEvent.click(screen.getByRole('button', { name: 'Leave it: Linear in Codex' }));
  await waitFor(() => expect(screen.queryByRole('region', { name: /no longer has/ })).toBeNull());
});

it('an entry that goes while the window is open is named', async () => {
  const { now, bridge } = start([]);
  await screen.findByRole('main');
  now.entries = [cursor];
  act(() => bridge.emit('wiring:changed', null));
  expect(await banner()).toBeTruthy();
});
