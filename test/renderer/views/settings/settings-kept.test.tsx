// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ServerSettingsView } from '../../../../src-preload/contract.ts';
import { follow } from '../../../../src-renderer/stores/follow.ts';
import { useSettingsDrafts } from '../../../../src-renderer/stores/settings-drafts.ts';
import { ServerPage } from '../../../../src-renderer/views/server/ServerPage.tsx';
import { useServers } from '../../../../src-renderer/stores/servers.ts';
import { showTab } from '../../../../src-renderer/stores/window.ts';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView, settingsView } from '../../fixtures/views.ts';

let stop: () => void = () => {};
afterEach(() => {
  cleanup();
  stop();
});

const acme = serverView('Acme');
const other = serverView('Other');

async function open(saved: Partial<ServerSettingsView> = {}) {
  let settings = { ...settingsView, ...saved };
  const bridge = install(
    { app: appView, servers: [acme, other] },
    {
      'servers:settings': ({ serverId }) => ({ ok: true, value: { ...settings, serverId } }),
      'servers:settings-cost': () => ({ ok: true, value: { signIns: 0 } }),
      'servers:change-settings': ({ serverId, changes }) => {
        settings = { ...settings, note: changes.note ?? settings.note };
        return { ok: true, value: { ...settings, serverId } };
      },
      'activity:list': () => ({ ok: true, value: { entries: [], more: false } }),
    },
  );
  stop = follow();
  await waitFor(() => expect(useServers.getState().loaded).toBe(true));
  const view = draw(<ServerPage server={acme} />);
  const go = async (tab: 'settings' | 'activity', server = acme) => {
    act(() => showTab(tab));
    view.unmount();
    cleanup();
    draw(<ServerPage server={server} />);
    if (tab === 'settings') await screen.findByLabelText('Note');
  };
  await go('settings');
  const changed = () => bridge.asked.filter(({ name }) => name === 'servers:change-settings').map(({ input }) => input);
  return { bridge, go, changed };
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const note = () => screen.getByLabelText<HTMLInputElement>('Note').value;
const tab = () => screen.getByRole('tab', { name: /^Settings/ }).textContent;
const dot = () => screen.queryByRole('img', { name: 'unsaved changes' }) !== null;
const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

it('a settings draft survives a change of tab and server, is announced, and is discarded on request', async () => {
  const { go, changed } = await open();
  expect([tab(), dot()]).toEqual(['Settings', false]);
  type('Note', 'mine');
  expect(dot()).toBe(true);
  await go('activity');
  expect(dot()).toBe(true);
  await go('settings', other);
  expect([note(), dot()]).toEqual(['', false]);
  await go('settings');
  expect(note()).toBe('mine');
  expect(screen.getByText('Unsaved changes.')).toBeTruthy();
  click('Discard changes');
  expect([note(), dot()]).toEqual(['', false]);
  await go('settings');
  expect(note()).toBe('');
  expect(changed()).toEqual([]);
});

it('a settings draft is deleted once it is saved, and sends changed fields alone', async () => {
  const { go, changed } = await open();
  type('Note', 'mine');
  await go('activity');
  await go('settings');
  click('Save');
  await waitFor(() => expect(dot()).toBe(false));
  expect(note()).toBe('mine');
  expect(changed()).toEqual([{ serverId: 'acme', changes: { note: 'mine' } }]);
  expect(useSettingsDrafts.getState()).toEqual({});
});

it('a settings draft has nothing to save when every field is as before again', async () => {
  await open();
  type('Note', 'mine');
  type('Note', '');
  expect(dot()).toBe(false);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
});

it('a settings draft is deleted with the server, and all are when Keyfob is locked or the profile changes', async () => {
  const { bridge } = await open();
  const touched = { clientSecret: 's3cret' };
  const keep = () =>
    useSettingsDrafts.setState({ acme: { touched, dirty: true }, other: { touched, dirty: true } }, true);
  keep();
  act(() => bridge.emit('servers:removed', { serverId: 'acme' }));
  expect(Object.keys(useSettingsDrafts.getState())).toEqual(['other']);
  keep();
  act(() => bridge.emit('app:changed', { ...appView, profile: { ...appView.profile, id: 'else' } }));
  expect(useSettingsDrafts.getState()).toEqual({});
  keep();
  act(() => bridge.emit('lock:changed', { state: 'locked', system: false, wait: 0 }));
  expect(useSettingsDrafts.getState()).toEqual({});
});

it('a settings draft removes a saved secret, and keeps it where the person undoes that', async () => {
  const { changed } = await open({ clientId: 'a', hasClientSecret: true, headerNames: ['X-Team'] });
  click('Remove: Client secret');
  expect(screen.getByText('Removed when you save.')).toBeTruthy();
  click('Keep the saved value: Client secret');
  expect(screen.getByText('Saved. It is never shown again.')).toBeTruthy();
  click('Replace: Client secret');
  click('Keep the saved value');
  click('Replace all');
  expect(screen.getByLabelText('Name of header 1')).toBeTruthy();
  click('Keep the saved values (X-Team)');
  expect(dot()).toBe(false);
  click('Remove: Client secret');
  click('Remove');
  click('Save');
  const changes = { clientSecret: null, headers: null };
  await waitFor(() => expect(changed()).toEqual([{ serverId: 'acme', changes }]));
});

it('a settings draft needs the secret that would be missing, where Keyfob authenticates with it', async () => {
  const { changed } = await open({ clientId: 'a', hasClientSecret: true, authenticationMethod: 'client_secret_basic' });
  click('Remove: Client secret');
  click('Save');
  expect((await screen.findByRole('alert')).textContent).toBe('This field is required.');
  expect(changed()).toEqual([]);
});

it('a settings draft shows addresses that an import left, where the grant does not use them', async () => {
  const { changed } = await open({
    grantType: 'device_code',
    tokenEndpoint: 'https://a.example/token',
    authorizationEndpoint: 'https://a.example/authorize',
  });
  expect(dot()).toBe(false);
  expect(screen.getByLabelText<HTMLInputElement>('Authorization URL').value).toBe('https://a.example/authorize');
  expect(screen.getByText(/A code on any device does not work with addresses/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Where to sign in'), { target: { value: 'automatic' } });
  expect(screen.queryByLabelText('Token URL')).toBeNull();
  click('Save');
  const changes = { authorizationEndpoint: null, tokenEndpoint: null };
  await waitFor(() => expect(changed()).toEqual([{ serverId: 'acme', changes }]));
});
