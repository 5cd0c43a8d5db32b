// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { CredentialView, Result, ServerView, WorkspaceView } from '../../../../src-preload/contract.ts';
import { request } from '../../../../src-renderer/bridge.ts';
import { useApp } from '../../../../src-renderer/stores/app.ts';
import { follow } from '../../../../src-renderer/stores/follow.ts';
import { applySwitch, usePeople } from '../../../../src-renderer/stores/people.ts';
import { useServers } from '../../../../src-renderer/stores/servers.ts';
import { loadTools, useTools } from '../../../../src-renderer/stores/tools.ts';
import Credentials from '../../../../src-renderer/views/people/Credentials.tsx';
import ProfileMenu from '../../../../src-renderer/views/people/ProfileMenu.tsx';
import People from '../../../../src-renderer/views/people/People.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

const ann = { id: appView.profile.id, name: 'Ann', role: 'admin' as const };
const mai = { id: 'mai', name: 'Mai', role: 'member' as const };
const here = { id: appView.workspace.id, name: 'Personal', profiles: [ann, mai] };
const elsewhere = { id: 'work', name: 'Work', profiles: [{ ...ann, id: 'ann-at-work' }] };
const workspaces: WorkspaceView[] = [here, elsewhere];
const asAnn = { ...appView, others: true, profile: ann };
const asMai = { ...appView, others: true, profile: mai };

let stop = () => {};
afterEach(() => {
  stop();
  cleanup();
  usePeople.setState({ workspaces: null, error: null });
});

function open(role: 'admin' | 'member' = 'admin', other: WorkspaceView['profiles'][number] = mai) {
  const profiles = [{ ...ann, role }, other, ...(role === 'admin' ? [] : [{ ...ann, id: 'bo', name: 'Bo' }])];
  const bridge = install(
    { app: asAnn, servers: [] },
    {
      'workspaces:list': () => ({ ok: true, value: [{ ...here, profiles }, elsewhere] }),
      'profiles:create': ({ name }) => ({ ok: true, value: { ...mai, id: 'new', name } }),
      'profiles:rename': () => ({ ok: true, value: null }),
      'profiles:set-role': ({ profileId }) =>
        profileId === ann.id
          ? { ok: false, error: { code: 'last_admin', values: { profile: 'Ann' } } }
          : { ok: true, value: null },
      'workspaces:rename': () => ({ ok: true, value: asAnn }),
      'workspaces:create': () => ({ ok: true, value: asAnn }),
      'workspaces:remove': () => ({ ok: true, value: asAnn }),
      'profiles:remove': () => ({ ok: true, value: null }),
    },
  );
  useApp.setState({ app: { ...asAnn, admins: ['Bo'], profile: { ...ann, role } } });
  draw(<People />);
  return bridge;
}

it('the people view adds, renames and removes people, and asks before a person’s sign-ins are lost', async () => {
  const bridge = open();
  fireEvent.change(await screen.findByRole('textbox', { name: 'Name of a new person' }), { target: { value: 'Bo' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Role' }), { target: { value: 'admin' } });
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() =>
    expect(bridge.asked).toContainEqual({ name: 'profiles:create', input: { name: 'Bo', role: 'admin' } }),
  );
  fireEvent.click(screen.getByRole('button', { name: 'Rename Mai' }));
  const field = screen.getByRole('textbox', { name: 'New name for Mai' });
  fireEvent.change(field, { target: { value: 'Mai Anh' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(bridge.asked).toContainEqual({ name: 'profiles:rename', input: { profileId: 'mai', name: 'Mai Anh' } }),
  );
  fireEvent.click(screen.getByRole('button', { name: 'Remove Mai' }));
  const question = within(screen.getByRole('alertdialog', { name: 'Remove Mai' }));
  expect(question.getByText(/signed out of every server/)).toBeTruthy();
  expect(bridge.asked.map(({ name }) => name)).not.toContain('profiles:remove');
  fireEvent.click(question.getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(bridge.asked).toContainEqual({ name: 'profiles:remove', input: { profileId: 'mai' } }));
});

it('the people view shows the role of each person, and changes it', async () => {
  const bridge = open();
  const role = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Role of Mai' });
  expect([role.value, ...[...role.options].map(({ text }) => text)]).toEqual(['member', 'Admin', 'Member']);
  fireEvent.change(role, { target: { value: 'admin' } });
  await waitFor(() =>
    expect(bridge.asked).toContainEqual({ name: 'profiles:set-role', input: { profileId: 'mai', role: 'admin' } }),
  );
});

it('the people view adds, renames and removes a workspace, and asks before everything in it is lost', async () => {
  const bridge = open();
  const list = () => bridge.asked.filter(({ name }) => name.startsWith('workspaces:') && name !== 'workspaces:list');
  fireEvent.click(await screen.findByRole('button', { name: 'Rename Personal' }));
  const field = screen.getByRole('textbox', { name: 'New name for Personal' });
  fireEvent.change(field, { target: { value: 'Home' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(list()).toEqual([{ name: 'workspaces:rename', input: { name: 'Home' } }]));
  fireEvent.click(screen.getByRole('button', { name: 'Remove Personal' }));
  const question = within(screen.getByRole('alertdialog', { name: 'Remove Personal' }));
  expect(question.getByText(/^All servers of Personal/)).toBeTruthy();
  expect(list()).toHaveLength(1);
  fireEvent.click(question.getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(list().at(-1)?.name).toBe('workspaces:remove'));
  fireEvent.change(await screen.findByRole('textbox', { name: 'Name of a new workspace' }), {
    target: { value: 'Club' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Add and switch' }));
  await waitFor(() =>
    expect(list().at(-1)).toEqual({ name: 'workspaces:create', input: { name: 'Club', profileName: 'Ann' } }),
  );
});

it('the people view keeps the only admin, and removes any other person', async () => {
  open();
  expect(await screen.findByText('Admin (at least one is required)')).toBeTruthy();
  expect(screen.queryByRole('combobox', { name: 'Role of Ann' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Remove Ann' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Remove Mai' })).toBeTruthy();
});

it('the people view keeps the only person and the only workspace, and says why', async () => {
  install(
    { app: asAnn, servers: [] },
    { 'workspaces:list': () => ({ ok: true, value: [{ ...here, profiles: [ann] }] }) },
  );
  useApp.setState({ app: asAnn });
  draw(<People />);
  expect(await screen.findByText('Admin (at least one is required)')).toBeTruthy();
  expect(screen.getByText('the only workspace, can’t be removed')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Remove / })).toBeNull();
});

it('the people view says what follows when a person removes themselves', async () => {
  const bridge = open('admin', { ...mai, role: 'admin' });
  fireEvent.click(await screen.findByRole('button', { name: 'Remove Ann' }));
  const question = within(screen.getByRole('alertdialog', { name: 'Remove Ann' }));
  expect(
    question.getByText(/You will be signed out .* This window then switches to another person in Personal\./),
  ).toBeTruthy();
  fireEvent.click(question.getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(bridge.asked).toContainEqual({ name: 'profiles:remove', input: { profileId: ann.id } }));
});

it('the people view says in words what the main process refuses', async () => {
  open('admin', { ...mai, role: 'admin' });
  fireEvent.change(await screen.findByRole('combobox', { name: 'Role of Ann' }), { target: { value: 'member' } });
  expect((await screen.findByRole('alert')).textContent).toContain('This is the only admin of this workspace.');
});

it('the people view shows a member everything and lets them change their own name', async () => {
  open('member');
  expect(await screen.findByText('Only admins can add, change and remove people: Bo.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Rename Mai' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Rename Ann' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Remove / })).toBeNull();
  expect(screen.queryByRole('combobox')).toBeNull();
});

it('the people view ends one sign-in of a server, after asking', async () => {
  const server = serverView('Linear', { id: 'linear' });
  const signedIn: ServerView['status'] = { state: 'signed_in', renewable: true };
  const slots: CredentialView[] = [
    { profileId: null, name: null, status: { state: 'signed_out' } },
    { profileId: 'mai', name: 'Mai', status: signedIn, signIn: serverView('x', { status: signedIn }).signIn as never },
  ];
  const [first, second] = slots;
  const withSignIn = {
    ...second,
    signIn: { signedInAt: 1, signedInBy: 'Mai', scopes: [], account: 'mai@example.com' },
  } as unknown as CredentialView;
  const bridge = install(
    { app: asAnn, servers: [server] },
    {
      'credentials:list': () => ({ ok: true, value: [first as CredentialView, withSignIn] }),
      'credentials:sign-out': () => ({ ok: true, value: { revocation: 'confirmed' } }),
    },
  );
  useApp.setState({ app: asAnn });
  draw(<Credentials server={server} />);
  expect(screen.getByText('Everyone in Personal signs in to Linear separately.')).toBeTruthy();
  expect(await screen.findByText('Shared sign-in · Not used now · Not signed in')).toBeTruthy();
  fireEvent.click(await screen.findByRole('button', { name: 'Sign out Mai' }));
  expect(screen.getByText(/^Own sign-in · Signed in · as mai@example\.com · .*, by Mai$/)).toBeDefined();
  const question = within(screen.getByRole('alertdialog', { name: 'Sign out Mai' }));
  expect(question.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Cancel', 'Sign out']);
  fireEvent.click(question.getByRole('button', { name: 'Sign out' }));
  await waitFor(() =>
    expect(bridge.asked).toContainEqual({
      name: 'credentials:sign-out',
      input: { serverId: 'linear', profileId: 'mai' },
    }),
  );
});

it('the people view addresses a person who signs themselves out, and says what a shared sign-in was for', async () => {
  const server = serverView('Linear', { id: 'linear', account: 'shared' });
  const status: ServerView['status'] = { state: 'signed_in', renewable: true };
  const signIn = { signedInAt: 1, signedInBy: 'Ann', scopes: [] } as never;
  install(
    { app: asAnn, servers: [server] },
    {
      'credentials:list': () => ({
        ok: true,
        value: [
          { profileId: null, name: null, status, signIn },
          { profileId: ann.id, name: 'Ann', status, signIn },
        ],
      }),
    },
  );
  useApp.setState({ app: asAnn });
  draw(<Credentials server={server} />);
  expect(screen.getByText('Everyone in Personal uses Linear through one sign-in.')).toBeTruthy();
  fireEvent.click(await screen.findByRole('button', { name: 'Sign out Ann' }));
  expect(screen.getByText('You will have to sign in to Linear again.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Sign out everyone' }));
  expect(screen.getByText('Linear can’t be used in Personal until an admin signs in again.')).toBeTruthy();
  expect(screen.getByText(/^Own sign-in · Not used now/)).toBeTruthy();
});

it('the switcher’s accessible name is its visible text, and more', async () => {
  install({ app: asAnn, servers: [] });
  draw(<ProfileMenu app={asAnn} />);
  const button = screen.getByRole('button', { name: /You are Ann\./ });
  expect(button.textContent).toBe('Ann Personal');
  expect(button.getAttribute('aria-label')).toMatch(/^Ann Personal/);
});

it('an answer to one profile’s request never arrives in the window of another', async () => {
  const late: Record<string, (result: Result<never>) => void> = {};
  const hold = (name: string) => () => new Promise<Result<never>>((resolve) => (late[name] = resolve));
  const anns = serverView('Ann’s', { id: 'one' });
  const mais = serverView('Mai’s', { id: 'one' });
  const bridge = install(
    { app: asAnn, servers: [anns] },
    { 'tools:list': hold('tools'), 'profiles:switch': () => ({ ok: true, value: asMai }) },
  );
  stop = follow();
  await vi.waitFor(() => expect(useServers.getState().loaded).toBe(true));
  void loadTools('one');
  let listed = 0;
  bridge.request = (async (name: string) => {
    if (name === 'servers:list') listed += 1;
    return { ok: true, value: name === 'servers:list' ? [mais] : name === 'profiles:switch' ? asMai : workspaces };
  }) as never;
  await act(async () => void (await applySwitch(request('profiles:switch', { profileId: 'mai' }))));
  await vi.waitFor(() => expect(useServers.getState().servers['one']?.name).toBe('Mai’s'));
  late['tools']?.({ ok: true, value: [{ name: 'secret', inputSchema: {}, annotations: {} }] as never });
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(useTools.getState()['one']).toBeUndefined();
  expect(listed).toBe(1);
});
