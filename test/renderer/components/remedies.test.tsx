// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ErrorView, ServerView } from '../../../src-preload/contract.ts';
import { useApp } from '../../../src-renderer/stores/app.ts';
import { useWindow } from '../../../src-renderer/stores/window.ts';
import { Doctor } from '../../../src-renderer/views/server/Doctor.tsx';
import { draw, install } from '../fixtures/render.tsx';
import { appView, failedAttempt, serverView } from '../fixtures/views.ts';

afterEach(cleanup);

function open(error: ErrorView, more: Partial<ServerView> = {}, allowed = true) {
  const attempt = { ...failedAttempt(Date.now()), error };
  const server = serverView('Acme', { lastAttempt: attempt, ...more });
  const bridge = install(
    { app: appView, servers: [server] },
    {
      'connections:connect': () => ({ ok: true, value: server }),
      'servers:change-address': () => ({ ok: true, value: server }),
      'hosts:allow': () => ({ ok: true, value: null }),
      'origins:allow': () => ({ ok: true, value: { allowed } }),
    },
  );
  draw(<Doctor server={server} attempt={attempt} />);
  return bridge;
}

it.each([
  ['use_loopback', 'Return through this computer', { returnPath: 'loopback' }],
  ['register_again', 'Register again', { registerAgain: true }],
  ['retry', 'Try again', {}],
] as const)('the remedy for %s is one click', async (remedy, button, options) => {
  // With a sign-in, the header has a button for another action.
  const status = { state: 'signed_in', renewable: true } as const;
  const bridge = open({ code: 'registration_refused', values: { host: 'auth.acme.example' }, remedy }, { status });
  fireEvent.click(screen.getByRole('button', { name: button }));
  await waitFor(() =>
    expect(bridge.asked).toEqual([{ name: 'connections:connect', input: { serverId: 'acme', ...options } }]),
  );
});

it('the remedy opens the settings, or the address, where that has to change', () => {
  open({ code: 'client_id_needed', values: { host: 'auth.acme.example' }, remedy: 'edit_settings' });
  fireEvent.click(screen.getByRole('button', { name: 'Open settings' }));
  expect(useWindow.getState()).toMatchObject({ selected: 'acme', tab: 'settings' });
  cleanup();
  open({ code: 'not_an_mcp_server', values: { host: 'mcp.acme.example' }, remedy: 'edit_address' });
  fireEvent.click(screen.getByRole('button', { name: 'Change the address' }));
  expect(useWindow.getState().dialog).toEqual({ kind: 'address', serverId: 'acme' });
});

it('the remedy moves a server to the address that it redirects to, and signs in there', async () => {
  const address = 'https://mcp.acme.example/v2/mcp';
  const values = { host: 'mcp.acme.example', reason: 'method', target: address, address };
  const bridge = open({ code: 'redirect_refused', values, remedy: 'use_address' });
  fireEvent.click(screen.getByRole('button', { name: 'Use that address' }));
  await waitFor(() =>
    expect(bridge.asked).toEqual([
      { name: 'servers:change-address', input: { serverId: 'acme', url: address } },
      { name: 'connections:connect', input: { serverId: 'acme' } },
    ]),
  );
});

const basement: ErrorView = {
  code: 'address_refused',
  values: { host: '10.0.0.5', origin: 'https://10.0.0.5' },
  remedy: 'allow_address',
};

it.each([true, false])(
  'the remedy asks by the main process before an address is allowed, and continues only then (allowed: %s)',
  async (allowed) => {
    const bridge = open(basement, { url: 'https://10.0.0.5/mcp' }, allowed);
    fireEvent.click(screen.getByRole('button', { name: 'Allow this address' }));
    await waitFor(() => expect(bridge.asked.length).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bridge.asked).toEqual([
      { name: 'origins:allow', input: { url: 'https://10.0.0.5' } },
      ...(allowed ? [{ name: 'connections:connect', input: { serverId: 'acme' } }] : []),
    ]);
  },
);

const inBasement = { url: 'https://10.0.0.5/mcp' };
const provider: ErrorView = {
  code: 'address_refused',
  values: {
    host: '10.0.0.7',
    origin: 'https://10.0.0.7',
    forServer: 'https://10.0.0.5',
    reason: 'sign_in_service',
  },
  remedy: 'allow_address',
};

it('the remedy asks about the sign-in service of a server in the own network, and names both', async () => {
  const bridge = open(provider, inBasement);
  expect(screen.getByText(/^Acme signs people in at 10\.0\.0\.7, which is in your own network\./)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Allow this address' }));
  await waitFor(() =>
    expect(bridge.asked).toEqual([
      { name: 'origins:allow', input: { url: 'https://10.0.0.7', forServer: 'https://10.0.0.5' } },
      { name: 'connections:connect', input: { serverId: 'acme' } },
    ]),
  );
});

it('the remedy offers no sign-in service of another server than the one that is shown', () => {
  open(provider, { url: 'https://mcp.acme.example/mcp' });
  expect(screen.queryByRole('button', { name: 'Allow this address' })).toBeNull();
});

it('the remedy blames a server that leads into the network, and has no button', () => {
  const values = { host: '10.0.0.7', leading: 'mcp.acme.example', reason: 'led_there' };
  open({ code: 'address_refused', values });
  expect(screen.getByText(/^mcp\.acme\.example leads to 10\.0\.0\.7, which is not a public address/)).toBeTruthy();
  expect(screen.getByText(/Only the operator of mcp\.acme\.example can fix this/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Allow this address' })).toBeNull();
});

const twoSites: ErrorView = {
  code: 'hosts_differ',
  values: { browserHost: 'login.bank.example', answerHost: 'tools.example', issuer: 'https://tools.example/oauth' },
  remedy: 'allow_hosts',
};

it('the remedy names both hosts before a sign-in across two sites continues, and Enter at once does not', async () => {
  const bridge = open(twoSites);
  expect(
    screen.getByText('Your browser would go to login.bank.example, but tools.example would receive the response.'),
  ).toBeTruthy();
  fireEvent.click(await screen.findByRole('button', { name: 'Continue with both sites' }));
  const question = within(screen.getByRole('alertdialog', { name: 'Continue with two sites?' }));
  expect(question.getByText(/on a page of login\.bank\.example and send the response to tools\.example/)).toBeTruthy();
  expect(document.activeElement?.textContent).toBe('Cancel');
  fireEvent.click(question.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(bridge.asked).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Continue with both sites' }));
  fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
  const hosts = { browserHost: 'login.bank.example', answerHost: 'tools.example' };
  await waitFor(() =>
    expect(bridge.asked).toEqual([
      { name: 'hosts:allow', input: { serverId: 'acme', ...hosts } },
      { name: 'connections:connect', input: { serverId: 'acme' } },
    ]),
  );
});

it('the remedy begins no sign-in where the hosts were not allowed, and says why', async () => {
  const bridge = open(twoSites);
  const asked: string[] = [];
  bridge.request = async (name, ..._input) => {
    asked.push(name);
    return { ok: false, error: { code: 'storage_failed', values: {} } };
  };
  fireEvent.click(await screen.findByRole('button', { name: 'Continue with both sites' }));
  fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Keyfob could not read or save its data.');
  expect(asked).toEqual(['hosts:allow']);
});

it('the remedy names to a member who may allow a sign-in across two sites', async () => {
  open(twoSites);
  useApp.setState({ app: { ...appView, profile: { ...appView.profile, role: 'member' }, admins: ['Ann', 'Bo'] } });
  expect(await screen.findByText('An admin can allow this: Ann and Bo.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Continue with both sites' })).toBeNull();
});

it('the remedy offers to allow no address but the one that a person typed', () => {
  open(basement, { url: 'https://mcp.acme.example/mcp' });
  expect(screen.queryByRole('button', { name: 'Allow this address' })).toBeNull();
});

it('the remedy says that the person said no, and does not call it a failure', () => {
  open({ code: 'access_denied', values: { host: 'auth.acme.example' } });
  expect(screen.getByRole('heading').textContent).toBe('Keyfob was denied access to Acme');
});

it('the remedy copies the attempt without markup of the server’s', async () => {
  const bridge = open(failedAttempt(Date.now()).error!);
  expect(document.querySelector('q b')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /Copy details/ }));
  await waitFor(() => expect(bridge.asked.map(({ name }) => name)).toEqual(['app:copy']));
  expect(JSON.stringify(bridge.asked[0]?.input)).toContain('redirect_refused_by_server');
});

it('the remedy says why an address could not be allowed', async () => {
  const refused = { ok: false, error: { code: 'storage_failed', values: {} } } as const;
  const bridge = open(basement, { url: 'https://10.0.0.5/mcp' });
  bridge.request = async () => refused;
  fireEvent.click(screen.getByRole('button', { name: 'Allow this address' }));
  expect((await screen.findByRole('alert')).textContent).not.toBe('');
});
