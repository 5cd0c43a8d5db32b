// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { DiscoveryView, ServerView } from '../../../../src-preload/contract.ts';
import { putServer } from '../../../../src-renderer/stores/servers.ts';
import { Dialogs } from '../../../../src-renderer/views/Dialogs.tsx';
import AddServer from '../../../../src-renderer/views/add/AddServer.tsx';
import { ServerHeader } from '../../../../src-renderer/views/server/ServerHeader.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const keyed = (more: Partial<ServerView> = {}) =>
  serverView('Weather', { grantType: 'key', keyPlace: 'bearer', status: { state: 'signed_out' }, ...more });

function open(server: ServerView) {
  const bridge = install(
    { app: appView, servers: [server] },
    {
      'connections:use-key': () => ({ ok: true, value: server }),
      'tools:list': () => ({ ok: true, value: { tools: [] } }),
    },
  );
  putServer(server);
  draw(
    <>
      <ServerHeader server={server} />
      <Dialogs />
    </>,
  );
  return bridge;
}

const inputOf = (bridge: ReturnType<typeof install>, wanted: string) =>
  bridge.asked.find(({ name }) => name === wanted)?.input;

it('a server that wants a key asks for it in a dialog, and then lists the tools to test it', async () => {
  const server = keyed();
  const bridge = open(server);
  expect(screen.getByText('Needs a key')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Enter key' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(`Keyfob sends it to ${server.host} only.`)).toBeTruthy();
  const save = within(dialog).getByRole('button', { name: 'Save key' });
  expect((save as HTMLButtonElement).disabled).toBe(true);
  fireEvent.change(within(dialog).getByLabelText('Key'), { target: { value: ' the-key ' } });
  fireEvent.click(save);
  await expect.poll(() => inputOf(bridge, 'connections:use-key')).toEqual({ serverId: server.id, key: 'the-key' });
  await expect.poll(() => inputOf(bridge, 'tools:list')).toEqual({ serverId: server.id, refresh: true });
  expect(bridge.asked.some(({ name }) => name === 'connections:connect')).toBe(false);
});

it('a server that wants a user and a password asks for both', async () => {
  const server = keyed({ keyPlace: 'basic' });
  const bridge = open(server);
  fireEvent.click(screen.getByRole('button', { name: 'Enter key' }));
  const dialog = await screen.findByRole('dialog');
  fireEvent.change(within(dialog).getByLabelText('User name'), { target: { value: 'ann' } });
  fireEvent.change(within(dialog).getByLabelText('Password'), { target: { value: 'pass word' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Save key' }));
  await expect
    .poll(() => inputOf(bridge, 'connections:use-key'))
    .toEqual({ serverId: server.id, key: 'pass word', user: 'ann' });
});

it('a key that was refused is named as that, with a button to replace it', () => {
  open(keyed({ status: { state: 'needs_sign_in', reason: 'key_refused', since: 0 } }));
  expect(screen.getByText('Key refused')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Replace key' })).toBeTruthy();
});

const found: DiscoveryView = {
  url: 'https://weather.example/mcp',
  name: 'Weather',
  requiresSignIn: true,
  steps: [],
  plan: {
    issuer: 'https://weather.example',
    issuers: ['https://weather.example'],
    resource: 'https://weather.example/mcp',
    scopes: [],
    grantType: 'authorization_code',
    grantTypes: ['authorization_code'],
    registration: 'dynamic',
    returnPath: 'loopback',
    pushed: false,
    dpop: false,
    guessed: true,
  },
};

it('adding a server that publishes nothing about its sign-in offers to enter a key, and saves it', async () => {
  const server = keyed();
  const bridge = install(
    { app: appView, servers: [] },
    {
      'connections:discover': () => ({ ok: true, value: found }),
      'servers:add': () => ({ ok: true, value: server }),
      'servers:change-settings': () => ({ ok: true, value: {} as never }),
      'connections:use-key': () => ({ ok: true, value: server }),
    },
  );
  draw(<AddServer />);
  const address = screen.getByLabelText(/Address/);
  fireEvent.change(address, { target: { value: found.url } });
  fireEvent.blur(address);
  const offer = await screen.findByRole('region', { name: 'This server wants a key.' });
  fireEvent.change(within(offer).getByLabelText('Key'), { target: { value: 'the-key' } });
  fireEvent.change(within(offer).getByLabelText('How the key is sent'), { target: { value: 'authorization' } });
  fireEvent.click(screen.getByRole('button', { name: /sign in/i }));
  await expect.poll(() => inputOf(bridge, 'connections:use-key')).toEqual({ serverId: server.id, key: 'the-key' });
  expect(inputOf(bridge, 'servers:change-settings')).toEqual({
    serverId: server.id,
    changes: { grantType: 'key', keyPlace: 'authorization' },
  });
});

it('adding a server that asks for basic authentication proposes user and password, and another choice stays', async () => {
  const plan = { ...found.plan!, keyPlace: 'basic' as const };
  install({ app: appView, servers: [] }, { 'connections:discover': () => ({ ok: true, value: { ...found, plan } }) });
  draw(<AddServer />);
  const address = screen.getByLabelText(/Address/);
  fireEvent.change(address, { target: { value: found.url } });
  fireEvent.blur(address);
  const offer = within(await screen.findByRole('region', { name: 'This server wants a key.' }));
  expect(offer.getByLabelText('User name')).toBeTruthy();
  expect(offer.getByLabelText('Password')).toBeTruthy();
  fireEvent.change(offer.getByLabelText('How the key is sent'), { target: { value: 'bearer' } });
  expect(offer.getByLabelText('Key')).toBeTruthy();
  expect(offer.queryByLabelText('User name')).toBeNull();
});

it('a key that does not open any more is asked for, and no sign-in', () => {
  open(keyed({ status: { state: 'needs_sign_in', reason: 'sign_in_ended', since: 0 } }));
  expect(screen.getByText('Needs a key')).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/sign in again/i);
});
