// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ForwardingsView } from '../../../src-preload/contract.ts';
import Forwardings from '../../../src-renderer/views/forwardings/Forwardings.tsx';
import { useServers } from '../../../src-renderer/stores/servers.ts';
import { openDialog, useWindow } from '../../../src-renderer/stores/window.ts';
import { draw, install } from '../fixtures/render.tsx';
import { appView, serverView } from '../fixtures/views.ts';

afterEach(cleanup);

const key = `kff_${'k'.repeat(43)}`;
const paths = { connector: '/home/ann/.keyfob/bin/keyfob', socket: '/home/ann/.keyfob/run/agent.sock' };
const build = {
  id: 'f1',
  name: 'build server',
  createdAt: Date.UTC(2026, 2, 3),
  lastUsed: null,
  servers: ['Linear'],
  connected: 2,
};

const good = <Value,>(value: Value) => ({ ok: true, value }) as const;

function open(view: ForwardingsView) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'forwardings:list': () => good(view),
      'forwardings:make': () => good({ id: 'f2', key }),
      'forwardings:revoke': () => good({ ...view, forwardings: [] }),
      'app:copy': () => good(null),
    },
  );
  useServers.setState({ loaded: true, servers: { linear: serverView('Linear', { id: 'linear' }) } });
  openDialog({ kind: 'forwardings' });
  draw(<Forwardings />);
  return bridge;
}

const asked = (bridge: ReturnType<typeof open>, name: string) =>
  bridge.asked.filter((one) => one.name === name).map(({ input }) => input);

async function make(name: string) {
  fireEvent.change(await screen.findByLabelText('Name'), { target: { value: name } });
  fireEvent.click(screen.getByLabelText('Linear'));
  fireEvent.click(screen.getByRole('button', { name: 'Make the key' }));
  await screen.findByText(key);
}

it('the first forwarding is made with nothing chosen before, and its key shown with the commands that use it', async () => {
  const bridge = open({ forwardings: [], ...paths });
  await screen.findByLabelText('Name');
  expect(screen.getByRole('button', { name: 'Make the key' })).toHaveProperty('disabled', true);
  expect(screen.getByLabelText('Linear')).toHaveProperty('checked', false);
  await make(' laptop ');
  expect(asked(bridge, 'forwardings:make')).toEqual([{ name: 'laptop', serverIds: ['linear'], rule: 'reading' }]);
  expect(screen.getByText(/^ssh HOST 'umask 077 && mkdir -p .*< \/home\/ann\/\.keyfob\/bin\/keyfob$/)).toBeTruthy();
  expect(screen.getByText("ssh HOST 'umask 077 && cat > ~/.keyfob/forwarding'")).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Copy the key' }));
  await waitFor(() => expect(asked(bridge, 'app:copy')).toEqual([{ text: key }]));
  fireEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(screen.queryByText(key)).toBeNull();
});

it('a key that was not copied is not lost without a question', async () => {
  open({ forwardings: [], ...paths });
  await make('laptop');
  for (const leave of ['Done', 'Close']) {
    fireEvent.click(screen.getByRole('button', { name: leave }));
    const question = screen.getByRole('alertdialog', { name: 'Close without copying' });
    fireEvent.click(within(question).getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText(key)).toBeTruthy();
  }
  expect(useWindow.getState().dialog).toEqual({ kind: 'forwardings' });
});

it('a forwarding is listed with what it may use, and revoked after a question', async () => {
  const bridge = open({ forwardings: [build], ...paths });
  expect(await screen.findByText('May use Linear')).toBeTruthy();
  expect(screen.getByText(/^Made .* · Not used yet · 2 connections now$/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Revoke build server' }));
  expect(asked(bridge, 'forwardings:revoke')).toEqual([]);
  const question = screen.getByRole('alertdialog', { name: 'Revoke build server' });
  expect(question.textContent).toContain('This cannot be undone.');
  fireEvent.click(within(question).getByRole('button', { name: 'Revoke' }));
  await waitFor(() => expect(asked(bridge, 'forwardings:revoke')).toEqual([{ id: 'f1' }]));
  await waitFor(() => expect(screen.queryByText('build server')).toBeNull());
});

it('a name that is taken is refused before anything is made', async () => {
  open({ forwardings: [build], ...paths });
  fireEvent.click(await screen.findByRole('button', { name: 'New forwarding…' }));
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'build server' } });
  expect(screen.getByText(/^You have a forwarding with this name/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Make the key' })).toHaveProperty('disabled', true);
});

it('the command that forwards quotes a path that a shell would split', async () => {
  open({ forwardings: [], ...paths, socket: "/home/ann's pc/.keyfob/run/agent.sock" });
  await make('laptop');
  expect(screen.getByText(/^ssh -N .*'\/home\/ann'\\''s pc\/\.keyfob\/run\/agent\.sock' HOST$/)).toBeTruthy();
});
