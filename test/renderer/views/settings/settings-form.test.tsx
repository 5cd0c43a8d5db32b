// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ServerSettingsView, ServerView } from '../../../../src-preload/contract.ts';
import SettingsTab from '../../../../src-renderer/views/settings/SettingsTab.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView, settingsView } from '../../fixtures/views.ts';

afterEach(cleanup);

const settings: ServerSettingsView = {
  ...settingsView,
  clientId: 'keyfob-at-acme',
  hasClientSecret: true,
  headerNames: ['X-Team'],
};

async function open(signIns = 0) {
  const server: ServerView = serverView('Acme');
  const bridge = install(
    { app: appView, servers: [server] },
    {
      'servers:settings': () => ({ ok: true, value: settings }),
      'servers:settings-cost': () => ({ ok: true, value: { signIns } }),
      'servers:change-settings': ({ changes }) =>
        changes.note === 'refused'
          ? { ok: false, error: { code: 'request_invalid', values: { field: 'note' } } }
          : { ok: true, value: { ...settings, note: changes.note ?? '' } },
    },
  );
  draw(<SettingsTab server={server} />);
  await screen.findByRole('button', { name: 'Save' });
  const changed = () => bridge.asked.filter(({ name }) => name === 'servers:change-settings').map(({ input }) => input);
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  return { bridge, changed, type, save };
}

const saveButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save' });

it('the settings form saves what was changed and nothing else, and has nothing to save afterwards', async () => {
  const { bridge, changed, type, save } = await open();
  expect(saveButton().disabled).toBe(true);
  type('Note', 'For the reports');
  expect(screen.getByText('Unsaved changes.')).toBeTruthy();
  save();
  await waitFor(() => expect(changed()).toEqual([{ serverId: 'acme', changes: { note: 'For the reports' } }]));
  expect(bridge.asked.findIndex(({ name }) => name === 'servers:settings-cost')).toBeLessThan(
    bridge.asked.findIndex(({ name }) => name === 'servers:change-settings'),
  );
  await waitFor(() => expect(saveButton().disabled).toBe(true));
  expect(screen.getByLabelText<HTMLInputElement>('Note').value).toBe('For the reports');
});

it('the settings form asks before sign-ins end, and loses none where the person keeps them', async () => {
  const { changed, type, save } = await open(2);
  type('Client ID', 'another');
  save();
  const question = await screen.findByRole('dialog', { name: 'This ends 2 sign-ins' });
  fireEvent.click(within(question).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(changed()).toEqual([]);
  expect(screen.getByLabelText<HTMLInputElement>('Client ID').value).toBe('another');

  save();
  fireEvent.click(await screen.findByRole('button', { name: 'Save and sign out' }));
  await waitFor(() => expect(changed()).toEqual([{ serverId: 'acme', changes: { clientId: 'another' } }]));
});

it('the settings form saves nothing while a field is wrong, and says which', async () => {
  const { bridge, type, save } = await open();
  type('Sign-in service', 'http://login.example.com');
  const field = screen.getByLabelText('Sign-in service');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  save();
  // The button is not disabled: it moves to the field.
  expect(document.activeElement).toBe(field);
  fireEvent.submit(saveButton().closest('form')!);
  expect(bridge.asked.some(({ name }) => name === 'servers:settings-cost')).toBe(false);
});

it('the settings form undoes what was typed, and says in words what the main process refuses', async () => {
  const { changed, type, save } = await open();
  type('Note', 'refused');
  save();
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(changed()).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Discard changes' }));
  expect(screen.getByLabelText<HTMLInputElement>('Note').value).toBe('');
  expect(saveButton().disabled).toBe(true);
});

it('the settings form never shows a saved secret: it can be replaced', async () => {
  const { changed, type, save } = await open();
  expect(screen.queryByRole('textbox', { name: 'Client secret' })).toBeNull();
  expect(screen.getByText('Saved. It is never shown again.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Replace: Client secret' }));
  const field = screen.getByLabelText<HTMLInputElement>('Client secret');
  expect([field.type, field.value]).toEqual(['password', '']);
  expect(document.activeElement).toBe(field);
  // Without input there is nothing to save.
  expect(saveButton().disabled).toBe(true);
  type('Client secret', 's3cret');
  save();
  await waitFor(() => expect(changed()).toEqual([{ serverId: 'acme', changes: { clientSecret: 's3cret' } }]));
  // A saved secret is hidden again.
  await waitFor(() => expect(screen.getByText('Saved. It is never shown again.')).toBeTruthy());
});

it('the settings form shows a field only where it applies to the chosen grant', async () => {
  await open();
  const there = (label: string) => screen.queryByLabelText(label) !== null;
  const choose = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  expect([there('Token URL'), there('Scopes'), there('Private key')]).toEqual([false, false, false]);
  choose('Where to sign in', 'typed');
  choose('Access to request', 'typed');
  choose('How Keyfob proves its identity', 'private_key_jwt');
  expect([there('Token URL'), there('Authorization URL'), there('Scopes'), there('Private key')]).toEqual(
    Array.from({ length: 4 }, () => true),
  );
  expect(screen.queryByText('Client secret')).toBeNull();
  choose('How to sign in', 'client_credentials');
  expect([there('Authorization URL'), there('How the browser returns'), there('App registration')]).toEqual([
    false,
    false,
    false,
  ]);
  expect(there('Client ID')).toBe(true);
});
