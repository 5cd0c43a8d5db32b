// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { AppView, StorageState } from '../../../src-preload/contract.ts';
import { RecoveryBanner } from '../../../src-renderer/components/RecoveryBanner.tsx';
import { StorageBanner } from '../../../src-renderer/components/StorageBanner.tsx';
import { useApp } from '../../../src-renderer/stores/app.ts';
import { draw, install } from '../fixtures/render.tsx';
import { appView } from '../fixtures/views.ts';

afterEach(cleanup);

function open(state: StorageState, more: Partial<AppView> = {}, after: StorageState = 'keyring') {
  const app: AppView = { ...appView, storage: { state, backend: '' }, ...more };
  const answer = () => ({ ok: true, value: { ...app, storage: { state: after, backend: '' } } }) as const;
  const bridge = install({ app, servers: [] }, { 'storage:retry': answer, 'storage:start-over': answer });
  useApp.setState({ app });
  draw(
    <>
      <StorageBanner />
      <RecoveryBanner />
    </>,
  );
  return bridge;
}

it.each([
  ['slow', 'Not saved', /did not respond in time/, /asks for its password in another window/],
  ['reset', 'Sign-ins lost', /no longer has the key/, /sign in again where you need to/],
] as const)(
  'the banner of a keyring that is %s says what it means, what helps, and tries it again',
  async (state, name, what, help) => {
    const bridge = open(state);
    const banner = within(screen.getByRole('region', { name }));
    expect(banner.getByText(what)).toBeTruthy();
    const how = banner.getByRole('button', { name: 'How to fix' });
    fireEvent.click(how);
    expect(how.getAttribute('aria-expanded')).toBe('true');
    expect(banner.getByText(help)).toBeTruthy();
    fireEvent.click(banner.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByRole('region', { name })).toBeNull());
    // Sign-ins come from another storage by now, whether an event says so first or not.
    expect(bridge.askedByUser).toEqual([
      { name: 'storage:retry', input: undefined },
      { name: 'servers:list', input: undefined },
    ]);
  },
);

it('the banner stays where the keyring still does not answer', async () => {
  const bridge = open('slow', {}, 'slow');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(bridge.askedByUser).toHaveLength(1));
  expect(screen.getByRole('region', { name: 'Not saved' })).toBeTruthy();
});

it.each(['darwin', 'win32'] as const)(
  'the banner offers to start Keyfob again where the system asks for the key once in a process: %s',
  (platform) => {
    const bridge = open('slow', { platform });
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Restart Keyfob' }));
    expect(bridge.askedByUser.map(({ name }) => name)).toEqual(['app:restart']);
  },
);

it('the banner says on Windows that the copy of the key was tried', () => {
  open('reset', { platform: 'win32' });
  fireEvent.click(screen.getByRole('button', { name: 'How to fix' }));
  expect(screen.getByText(/a copy of the key/).textContent).toBe(
    'Keyfob keeps a copy of the key and has already tried it, without success. Your servers, settings and people are ' +
      'still here. Start over, then sign in again where you need to.',
  );
});

it('the banner starts over with a new key where the old one is lost, and only where an admin confirms', async () => {
  const bridge = open('reset');
  fireEvent.click(screen.getByRole('button', { name: 'Start over with a new key' }));
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Sign-ins lost' })).toBeNull());
  expect(bridge.askedByUser.map(({ name }) => name)).toEqual(['storage:start-over', 'servers:list']);
  cleanup();
  open('reset', { profile: { ...appView.profile, role: 'member' } });
  expect(screen.queryByRole('button', { name: 'Start over with a new key' })).toBeNull();
  cleanup();
  open('slow');
  expect(screen.queryByRole('button', { name: 'Start over with a new key' })).toBeNull();
});

it('the banner says that the database was damaged and where the old file is, until that was read', async () => {
  const file = '/home/ann/.config/Keyfob/keyfob.sqlite.damaged';
  const bridge = open('keyring', { recovered: { file } });
  const banner = within(screen.getByRole('region', { name: 'The database was damaged' }));
  expect(banner.getByText(/The damaged file was kept: keyfob\.sqlite\.damaged/)).toBeTruthy();
  fireEvent.click(banner.getByRole('button', { name: /Copy path/ }));
  await waitFor(() => expect(bridge.askedByUser).toEqual([{ name: 'app:copy', input: { text: file } }]));
  fireEvent.click(banner.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('region', { name: 'The database was damaged' })).toBeNull();
});
