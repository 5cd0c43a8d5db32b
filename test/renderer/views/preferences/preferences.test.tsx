// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type {
  AllowedHostsView,
  AllowedOriginView,
  AuthoritiesView,
  DesktopView,
} from '../../../../src-preload/contract.ts';
import { useApp } from '../../../../src-renderer/stores/app.ts';
import { applyPreferences, useDesktop } from '../../../../src-renderer/stores/desktop.ts';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import Preferences from '../../../../src-renderer/views/preferences/Preferences.tsx';
import { plainPreferences } from '../../../support/no-desktop.ts';
import { draw, install } from '../../fixtures/render.tsx';
import { appView } from '../../fixtures/views.ts';

const desktop: DesktopView = {
  preferences: plainPreferences,
  managed: null,
  versions: [
    ['Keyfob', '1.2.3'],
    ['Electron', '45'],
  ],
  build: { forTests: false, electron: null },
  folder: '/home/ann/.config/Keyfob',
  files: [{ name: 'database', path: '/home/ann/.config/Keyfob/keyfob.sqlite' }],
  proxy: 'DIRECT',
};
const twoSites: AllowedHostsView = {
  issuer: 'https://tools.example/oauth',
  browserHost: 'login.bank.example',
  answerHost: 'tools.example',
  allowedAt: 1,
  allowedBy: 'Ann',
};
const nas: AllowedOriginView = { origin: 'https://10.0.0.5', allowedAt: 1, allowedBy: 'Ann', servers: ['NAS'] };
const acme: AuthoritiesView['chosen'][number] = {
  fingerprint: '1B:1F:B1:F8',
  subject: 'O=Acme Tools, CN=Acme Root Authority',
  issuer: 'O=Acme Tools, CN=Acme Root Authority',
  validFrom: Date.UTC(2026, 10, 29),
  validUntil: Date.UTC(2126, 10, 5),
  addedAt: 1,
};
const issuing = { ...acme, fingerprint: '2C:00:00:01', subject: 'CN=Acme Issuing Authority' };
const environment = { file: '/etc/acme.pem', count: 2, problem: 'broken' } as const;

afterEach(() => {
  cleanup();
  useDesktop.setState({ desktop: null, error: null });
});

function open(role: 'admin' | 'member' = 'admin', origins = [nas], managed: DesktopView['managed'] = null) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'desktop:describe': () => ({ ok: true, value: { ...desktop, managed } }),
      'preferences:change': (changes) => ({ ok: true, value: { ...plainPreferences, ...changes } }),
      'origins:list': () => ({ ok: true, value: origins }),
      'origins:revoke': () => ({ ok: true, value: [] }),
      'workspaces:settings': () => ({ ok: true, value: { clientMetadataUrl: '' } }),
      'workspaces:change-settings': (changes) => ({ ok: true, value: changes }),
      'hosts:list': () => ({ ok: true, value: [twoSites] }),
      'hosts:revoke': () => ({ ok: true, value: [] }),
      'authorities:list': () => ({ ok: true, value: { chosen: [acme], environment } }),
      'authorities:add': () => ({ ok: true, value: { chosen: [acme, issuing], environment, added: 1 } }),
      'authorities:remove': () => ({ ok: true, value: { chosen: [], environment: null } }),
      'servers:export': () => ({ ok: true, value: { file: '/home/ann/keyfob-servers.json', count: 2 } }),
      'storage:rotate-key': () => ({ ok: true, value: null }),
      'desktop:licences': () => ({ ok: true, value: { text: 'react 19 (MIT)' } }),
    },
  );
  useApp.setState({ app: { ...appView, profile: { ...appView.profile, role } } });
  draw(<Preferences />);
  return bridge;
}

const section = (name: string) => within(screen.getByRole('region', { name }));

it('the preferences show what is chosen, and change it', async () => {
  const bridge = open();
  const language = await screen.findByRole('combobox', { name: 'Language' });
  expect((language as HTMLSelectElement).value).toBe('system');
  fireEvent.change(language, { target: { value: 'vi' } });
  await waitFor(() => expect((language as HTMLSelectElement).value).toBe('vi'));
  fireEvent.click(screen.getByRole('switch', { name: 'Keep running when the window is closed' }));
  expect(bridge.asked.slice(-2)).toEqual([
    { name: 'preferences:change', input: { language: 'vi' } },
    { name: 'preferences:change', input: { keepInTray: true } },
  ]);
});

it('the preferences ask before everything gets a new key', async () => {
  const bridge = open();
  await screen.findByRole('region', { name: 'Security' });
  fireEvent.click(section('Security').getByRole('button', { name: 'Generate a new encryption key…' }));
  expect(bridge.asked.map(({ name }) => name)).not.toContain('storage:rotate-key');
  fireEvent.click(section('Security').getByRole('button', { name: 'Generate a new encryption key' }));
  expect(await section('Security').findByRole('status')).toBeTruthy();
});

it('the preferences revoke an allowed address', async () => {
  const bridge = open();
  fireEvent.click(await screen.findByRole('button', { name: 'Revoke https://10.0.0.5' }));
  await screen.findByText(/^None\./);
  expect(bridge.asked.at(-1)).toEqual({ name: 'origins:revoke', input: { origin: 'https://10.0.0.5' } });
});

it('the preferences revoke the sign-in service that was allowed for a server, and name both', async () => {
  const bridge = open('admin', [nas, { ...nas, origin: 'https://10.0.0.7', forServer: 'https://10.0.0.5' }]);
  expect(await screen.findByText('Sign-in service of servers at https://10.0.0.5')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Revoke https://10.0.0.7' }));
  await screen.findByText(/^None\./);
  expect(bridge.asked.at(-1)).toEqual({
    name: 'origins:revoke',
    input: { origin: 'https://10.0.0.7', forServer: 'https://10.0.0.5' },
  });
});

it('the preferences revoke the permission for a sign-in across two sites', async () => {
  const bridge = open();
  expect(await screen.findByText('Page of login.bank.example, response to tools.example')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Revoke login.bank.example, tools.example' }));
  await screen.findByText(/^None\. Keyfob asks when the response/);
  const { issuer, browserHost, answerHost } = twoSites;
  expect(bridge.asked.at(-1)).toEqual({ name: 'hosts:revoke', input: { issuer, browserHost, answerHost } });
});

it('the preferences save the address of a client metadata document, and no other text', async () => {
  const bridge = open();
  const name = 'Address of the client metadata document';
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name });
  await waitFor(() => expect(field.disabled).toBe(false));
  const save = section('Registration').getByRole<HTMLButtonElement>('button', { name: 'Save' });
  expect(save.disabled).toBe(true);
  fireEvent.change(field, { target: { value: 'http://keyfob.example/client.json' } });
  expect(screen.getByText('Enter an https address with a path, without a user name or #.')).toBeTruthy();
  expect(save.disabled).toBe(true);
  fireEvent.change(field, { target: { value: ' https://keyfob.example/client.json ' } });
  fireEvent.click(save);
  expect(await section('Registration').findByRole('status')).toBeTruthy();
  expect(bridge.asked.at(-1)).toEqual({
    name: 'workspaces:change-settings',
    input: { clientMetadataUrl: 'https://keyfob.example/client.json' },
  });
  expect(field.value).toBe('https://keyfob.example/client.json');
  expect(save.disabled).toBe(true);
  fireEvent.change(field, { target: { value: '' } });
  fireEvent.click(save);
  await waitFor(() =>
    expect(bridge.asked.at(-1)).toEqual({ name: 'workspaces:change-settings', input: { clientMetadataUrl: '' } }),
  );
});

it('the preferences list the authorities that were added, with validity and fingerprint, and those of the environment', async () => {
  open();
  const network = await screen.findByRole('region', { name: 'Network' });
  expect(await within(network).findByText('O=Acme Tools, CN=Acme Root Authority')).toBeTruthy();
  expect(within(network).getByText(/^Valid from .*2026 to .*2126$/)).toBeTruthy();
  expect(within(network).getByText('SHA-256 1B:1F:B1:F8')).toBeTruthy();
  expect(
    within(network).getByText(
      '2 certificates from /etc/acme.pem, which an environment variable of this computer names. Part of that file is not a certificate and is ignored.',
    ),
  ).toBeTruthy();
});

it('the preferences add an authority from a file that the main process asks for', async () => {
  const bridge = open();
  fireEvent.click(await screen.findByRole('button', { name: 'Add from a file…' }));
  expect(await screen.findByText('CN=Acme Issuing Authority')).toBeTruthy();
  expect(bridge.asked.at(-1)).toEqual({ name: 'authorities:add', input: undefined });
  expect(section('Network').getByRole('status').textContent).toBe('The authority is trusted from now on.');
  expect(section('Network').getByText(/^Issued by O=Acme Tools, CN=Acme Root Authority, valid from/)).toBeTruthy();
});

it('the preferences ask before an authority is removed, and say that connections end', async () => {
  const bridge = open();
  const remove = 'Remove O=Acme Tools, CN=Acme Root Authority…';
  fireEvent.click(await screen.findByRole('button', { name: remove }));
  const question = screen.getByRole('alertdialog', { name: 'Remove O=Acme Tools, CN=Acme Root Authority?' });
  expect(question.textContent).toContain('All open connections close');
  expect(document.activeElement?.textContent).toBe('Cancel');
  fireEvent.keyDown(question, { key: 'Escape' });
  expect(bridge.asked.map(({ name }) => name)).not.toContain('authorities:remove');
  fireEvent.click(screen.getByRole('button', { name: remove }));
  fireEvent.click(screen.getByRole('button', { name: 'Remove it' }));
  expect(await screen.findByText('None added.')).toBeTruthy();
  expect(bridge.asked.at(-1)).toEqual({ name: 'authorities:remove', input: { fingerprint: '1B:1F:B1:F8' } });
});

it('the preferences show the exported file, the versions, and the licences', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Export…' }));
  expect((await section('Servers').findByRole('status')).textContent).toBe(
    '2 servers exported to /home/ann/keyfob-servers.json',
  );
  expect(screen.getByText('Keyfob 1.2.3 · Electron 45')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Licences' }));
  expect(await screen.findByText('react 19 (MIT)')).toBeTruthy();
});

it('the preferences name another Electron than the right one, and a build for tests', async () => {
  open();
  await screen.findByText('Keyfob 1.2.3 · Electron 45');
  expect(screen.queryByText(/^Made /)).toBeNull();
  useDesktop.setState({
    desktop: { ...desktop, build: { forTests: true, electron: { used: '33.2.1', pinned: '45.4.1' } } },
  });
  await screen.findByText('Built with Electron 33.2.1 instead of 45.4.1.');
  await screen.findByText(/^Test build: other programs can control this Keyfob/);
});

it('the preferences show a member their own settings alone', async () => {
  open('member');
  await screen.findByRole('region', { name: 'General' });
  for (const name of ['Servers', 'Security', 'Registration']) expect(screen.queryByRole('region', { name })).toBeNull();
  expect(screen.queryByText('Allowed addresses in your own network')).toBeNull();
  expect(screen.queryByText('Certificate authorities of your network')).toBeNull();
});

it('the preferences return to the servers with Escape', async () => {
  open();
  useWindow.setState({ screen: 'preferences' });
  fireEvent.keyDown(await screen.findByRole('heading', { name: 'Settings' }), { key: 'Escape' });
  expect(useWindow.getState().screen).toBe('servers');
});

it('the preferences lead to the page of programs', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Open programs' }));
  expect(useWindow.getState().screen).toBe('programs');
});

it('the preferences say that Keyfob starts at login because of a program, until the user decides', async () => {
  const bridge = open();
  await screen.findByRole('combobox', { name: 'Language' });
  const why = /Switched on because you always allow a program/;
  expect(screen.queryByText(why)).toBeNull();
  act(() => applyPreferences({ ...plainPreferences, startAtLogin: true, startAtLoginBy: 'programs' }));
  expect(screen.getByText(why)).toBeTruthy();
  fireEvent.click(screen.getByRole('switch', { name: 'Start with the computer' }));
  await waitFor(() => expect(screen.queryByText(why)).toBeNull());
  expect(bridge.asked.at(-1)).toEqual({ name: 'preferences:change', input: { startAtLogin: false } });
});

it('the preferences show what the administrator has set, and no control over it', async () => {
  open('admin', [], {
    file: '/etc/keyfob/managed.json',
    allowedServers: ['https://*.corp.example'],
    allowedPrograms: [],
    export: false,
    lockAfterMinutes: 60,
    updates: 'https://updates.corp.example/keyfob',
  });
  await screen.findByRole('region', { name: 'Set by your administrator' });
  const managed = section('Set by your administrator');
  expect(managed.getByText('From the file /etc/keyfob/managed.json, which is read when Keyfob starts.')).toBeTruthy();
  expect(
    within(managed.getByRole('region', { name: 'Allowed servers' })).getByText('https://*.corp.example'),
  ).toBeTruthy();
  expect(within(managed.getByRole('region', { name: 'Allowed programs' })).getByText('None')).toBeTruthy();
  expect(managed.queryByRole('region', { name: 'Allowed addresses in your own network' })).toBeNull();
  expect(managed.getByText('Servers are not exported.')).toBeTruthy();
  expect(managed.getByText('The lock is required, after an hour at the latest.')).toBeTruthy();
  expect(managed.getByText('Keyfob checks for updates at https://updates.corp.example/keyfob.')).toBeTruthy();
  const exporting = section('Servers').getByRole('button', {
    name: 'Export…',
    description: 'Set by your administrator',
  });
  expect(exporting).toHaveProperty('disabled', true);
});

it('the preferences say why the administrator’s file is refused, and what holds then', async () => {
  const detail = 'unknown: allowedServer';
  open('admin', [], { file: '/etc/keyfob/managed.json', problem: 'invalid', detail, export: false });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('This file says something that Keyfob does not know.');
  expect(alert.textContent).toContain('no server is reached, no program is let in, and nothing is exported');
  expect(alert.textContent).toContain(detail);
});
