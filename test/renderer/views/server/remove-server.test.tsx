// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { WiringPlace } from '../../../../src-preload/contract.ts';
import Notices from '../../../../src-renderer/components/Notices.tsx';
import { openDialog, useWindow } from '../../../../src-renderer/stores/window.ts';
import RemoveServer from '../../../../src-renderer/views/server/RemoveServer.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { place } from '../../fixtures/wiring.ts';
import { appView, serverView, signInView } from '../../fixtures/views.ts';

afterEach(cleanup);

const signedIn = serverView('Acme', {
  status: { state: 'signed_in', renewable: true },
  signIn: signInView(Date.now(), 'https://auth.acme.example'),
});

function open(server: typeof signedIn, answer: 'failed' | 'storage_failed', places: WiringPlace[] = []) {
  const bridge = install(
    { app: appView, servers: [server] },
    {
      'wiring:list': () => ({ ok: true, value: places }),
      'servers:remove': () =>
        answer === 'failed'
          ? { ok: true, value: { revocation: 'failed' } }
          : { ok: false, error: { code: answer, values: {} } },
    },
  );
  openDialog({ kind: 'remove', serverId: server.id });
  draw(
    <>
      <Notices />
      <RemoveServer server={server} />
    </>,
  );
  return bridge;
}

it('the dialog to remove a server says what is lost, removes it, and reports the end of the sign-in', async () => {
  const bridge = open(signedIn, 'failed');
  expect((await screen.findByText(/^Keyfob deletes/)).textContent).toBe(
    'Keyfob deletes this server and its sign-in, and asks auth.acme.example to end that sign-in. To use its tools ' +
      'again, add it and sign in again.',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('Removed Acme')).toBeTruthy();
  expect(screen.getByText(/the server did not confirm that it was revoked/)).toBeTruthy();
  expect(bridge.askedByUser).toEqual([{ name: 'servers:remove', input: { serverId: 'acme' } }]);
  expect(useWindow.getState().dialog).toBeNull();
});

it('the dialog to remove a server stays open with the reason where the server could not be removed', async () => {
  open(serverView('Acme'), 'storage_failed');
  expect((await screen.findByText(/^Keyfob deletes/)).textContent).toBe(
    'Keyfob deletes this server’s address and name. You can add it again at any time.',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(useWindow.getState().dialog).not.toBeNull();
});

it('the dialog to remove a server removes nothing when it is cancelled', async () => {
  const bridge = open(signedIn, 'failed');
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(useWindow.getState().dialog).toBeNull());
  expect(bridge.askedByUser).toEqual([]);
});

const wired = [
  place({ state: 'wired', entry: 'acme' }),
  place({ program: 'codex', name: 'Codex', state: 'wired', entry: 'acme' }),
  place({ program: 'zed', name: 'Zed' }),
];

it('the dialog to remove a server names the programs that have it, and takes their entries out as well', async () => {
  const bridge = open(serverView('Acme'), 'failed', wired);
  const choice = await screen.findByRole('checkbox', { name: 'Also take its entries out of Cursor and Codex' });
  expect((choice as HTMLInputElement).checked).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('Removed Acme')).toBeTruthy();
  expect(bridge.askedByUser).toEqual([{ name: 'servers:remove', input: { serverId: 'acme', takesEntries: true } }]);
});

it('the dialog to remove a server leaves the entries of programs where the user unchecks that', async () => {
  const bridge = open(serverView('Acme'), 'failed', wired.slice(0, 1));
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Also take its entry out of Cursor' }));
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('Removed Acme')).toBeTruthy();
  expect(bridge.askedByUser).toEqual([{ name: 'servers:remove', input: { serverId: 'acme' } }]);
});
