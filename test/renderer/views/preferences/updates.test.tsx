// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { UpdateView } from '../../../../src-preload/contract.ts';
import { Updates } from '../../../../src-renderer/views/preferences/Updates.tsx';
import { noUpdateView, plainPreferences } from '../../../support/no-desktop.ts';
import { draw, install } from '../../fixtures/render.tsx';
import { appView } from '../../fixtures/views.ts';

afterEach(cleanup);

const possible: UpdateView = { ...noUpdateView, checks: 'possible', host: 'updates.keyfob.example' };

function open(update: UpdateView, found: Partial<UpdateView> = {}) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'update:describe': () => ({ ok: true, value: update }),
      'update:check': () => ({ ok: true, value: { ...update, checkedAt: Date.now(), ...found } }),
      'preferences:change': (changes) => ({ ok: true, value: { ...plainPreferences, ...changes } }),
      'app:restart': () => ({ ok: true, value: null }),
    },
  );
  draw(<Updates preferences={plainPreferences} />);
  return bridge;
}

it('the updates are checked once the user says so, and daily where they switch that on', async () => {
  const bridge = open(possible);
  const daily = await screen.findByRole('switch', { name: 'Check for updates once a day' });
  expect((daily as HTMLInputElement).checked).toBe(false);
  expect(screen.getByText(/^Keyfob then asks updates\.keyfob\.example whether/)).toBeTruthy();
  expect(screen.getByRole('status').textContent).toBe('Not checked yet.');
  expect(bridge.asked.map(({ name }) => name)).toEqual(['update:describe']);
  fireEvent.click(daily);
  await waitFor(() =>
    expect(bridge.asked.at(-1)).toEqual({ name: 'preferences:change', input: { checkForUpdates: true } }),
  );
  fireEvent.click(screen.getByRole('button', { name: 'Check now' }));
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toMatch(/^Last checked at .+\. You have the newest version\.$/),
  );
});

it('the updates name a newer version with the command that installs it', async () => {
  open(possible, { offered: { version: '1.3.0', date: Date.UTC(2026, 10, 1) }, command: 'sudo apt install keyfob' });
  fireEvent.click(await screen.findByRole('button', { name: 'Check now' }));
  expect(await screen.findByText('Keyfob 1.3.0 is available.')).toBeTruthy();
  expect(screen.getByText('sudo apt install keyfob')).toBeTruthy();
  expect(screen.queryByText(/newest version/)).toBeNull();
});

it('the updates say why a check failed, and that nothing was found', async () => {
  const host = 'updates.keyfob.example';
  open(possible, { failure: { code: 'update_wrong_key', values: { host } } });
  fireEvent.click(await screen.findByRole('button', { name: 'Check now' }));
  expect((await screen.findByRole('alert')).textContent).toContain(
    `The list of updates at ${host} was signed with another key than Keyfob’s.`,
  );
  expect(screen.queryByText(/newest version/)).toBeNull();
});

it.each([
  ['no_key', 'This build has no update key, so Keyfob never checks for updates.'],
  ['forbidden', 'An administrator of this computer has switched off the check for updates.'],
] as const)('the updates have no switch where there are no checks: %s', async (checks, words) => {
  open({ ...noUpdateView, checks });
  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.queryByRole('switch')).toBeNull();
  expect(screen.queryByRole('button')).toBeNull();
});

it('the updates say that an administrator has set the address, and offer a restart that is due', async () => {
  const bridge = open({ ...possible, isManaged: true, isRestartDue: true });
  expect(await screen.findByText('An administrator of this computer has set where Keyfob asks.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Restart now' }));
  await waitFor(() => expect(bridge.asked.at(-1)?.name).toBe('app:restart'));
});
