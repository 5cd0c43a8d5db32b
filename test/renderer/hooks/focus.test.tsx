// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { WorkspaceView } from '../../../src-preload/contract.ts';
import { App } from '../../../src-renderer/App.tsx';
import { useApp } from '../../../src-renderer/stores/app.ts';
import { follow } from '../../../src-renderer/stores/follow.ts';
import { usePeople } from '../../../src-renderer/stores/people.ts';
import { useWindow } from '../../../src-renderer/stores/window.ts';
import People from '../../../src-renderer/views/people/People.tsx';
import { SettingsForm } from '../../../src-renderer/views/settings/SettingsForm.tsx';
import { draw, install } from '../fixtures/render.tsx';
import { appView, serverView, settingsView } from '../fixtures/views.ts';

let stop: () => void = () => {};
afterEach(() => {
  stop();
  cleanup();
  usePeople.setState({ workspaces: null, error: null });
});

async function open() {
  delete document.documentElement.dataset['ready'];
  const bridge = install({ app: appView, servers: [serverView('Acme'), serverView('Linear')] });
  stop = follow();
  draw(<App />);
  await vi.waitFor(() => expect(document.documentElement.dataset['ready']).toBe('true'));
  return bridge;
}

const dialog = () => screen.findByRole('dialog', {}, { timeout: 5000 });
const focused = () => document.activeElement;

it('the focus is back at the button that opened a dialog when the dialog is closed', async () => {
  await open();
  const button = screen.getByRole('button', { name: 'Add server' });
  button.focus();
  fireEvent.click(button);
  await waitFor(async () => expect((await dialog()).contains(focused())).toBe(true));
  fireEvent.click(within(await dialog()).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(focused()).toBe(button));
});

it('the focus is back at the menu’s button when the dialog came from a menu', async () => {
  await open();
  const more = await screen.findByRole('button', { name: 'More actions' }, { timeout: 5000 });
  fireEvent.click(more);
  const entry = await screen.findByRole('menuitem', { name: 'Rename…' });
  entry.focus();
  fireEvent.click(entry);
  await dialog();
  await waitFor(() => expect(screen.queryByRole('menuitem')).toBeNull());
  fireEvent.keyDown(focused() ?? document.body, { key: 'Escape' });
  await waitFor(() => expect(focused()).toBe(more));
});

it('the focus is in the address when that is to be changed, which a server’s menu offers', async () => {
  const bridge = await open();
  fireEvent.click(await screen.findByRole('button', { name: 'More actions' }, { timeout: 5000 }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Change the address…' }));
  const asked = within(await dialog());
  const field = asked.getByRole('textbox', { name: 'Address' });
  await waitFor(() => expect(focused()).toBe(field));
  expect(asked.getByRole('button', { name: 'Save and sign in' })).toHaveProperty('disabled', true);
  fireEvent.change(field, { target: { value: 'https://mcp.acme.example/v2' } });
  fireEvent.click(asked.getByRole('button', { name: 'Save and sign in' }));
  await waitFor(() =>
    expect(bridge.asked).toContainEqual({
      name: 'servers:change-address',
      input: { serverId: 'acme', url: 'https://mcp.acme.example/v2' },
    }),
  );
});

it('the focus is in the list when the opener of the dialog is gone', async () => {
  const bridge = await open();
  const more = await screen.findByRole('button', { name: 'More actions' }, { timeout: 5000 });
  fireEvent.click(more);
  const entry = await screen.findByRole('menuitem', { name: 'Remove…' });
  entry.focus();
  fireEvent.click(entry);
  await dialog();
  bridge.emit('servers:removed', { serverId: 'acme' });
  await waitFor(() => expect(focused()).toBe(screen.getByRole('button', { name: /^Linear/ })));
  expect(useWindow.getState().dialog).toBeNull();
});

it('the focus is on the answer that loses nothing while a question is open, and where it was afterwards', async () => {
  const ann = { id: appView.profile.id, name: 'Ann', role: 'admin' as const };
  const mai = { id: 'mai', name: 'Mai', role: 'member' as const };
  const workspaces: WorkspaceView[] = [{ id: appView.workspace.id, name: 'Personal', profiles: [ann, mai] }];
  install({ app: appView, servers: [] }, { 'workspaces:list': () => ({ ok: true, value: workspaces }) });
  useApp.setState({ app: { ...appView, profile: ann } });
  useWindow.setState({ dialog: { kind: 'people' } });
  draw(<People />);
  const remove = await screen.findByRole('button', { name: 'Remove Mai' });
  remove.focus();
  fireEvent.click(remove);
  const question = screen.getByRole('alertdialog', { name: 'Remove Mai' });
  expect(focused()).toBe(within(question).getByRole('button', { name: 'Cancel' }));
  fireEvent.keyDown(focused() ?? document.body, { key: 'Escape' });
  await waitFor(() => expect(focused()).toBe(remove));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(useWindow.getState().dialog).toEqual({ kind: 'people' });
});

it('the focus is at the button again when a person keeps their sign-ins', async () => {
  install({ app: appView, servers: [] }, { 'servers:settings-cost': () => ({ ok: true, value: { signIns: 2 } }) });
  draw(<SettingsForm server={serverView('Acme')} settings={settingsView} onSaved={() => {}} />);
  fireEvent.change(screen.getByRole('textbox', { name: 'Sign-in service' }), {
    target: { value: 'https://auth.example' },
  });
  const save = screen.getByRole('button', { name: 'Save' });
  fireEvent.click(save);
  const question = await screen.findByRole('dialog', { name: 'This ends 2 sign-ins' });
  fireEvent.click(within(question).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(focused()).toBe(save));
});
