// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { DiscoveryView, Result } from '../../src-preload/contract.ts';
import AddServer from '../../src-renderer/views/AddServer.tsx';
import { draw, install } from './fixtures/render.tsx';
import { appView, serverView } from './fixtures/views.ts';

afterEach(cleanup);

const acme = 'https://mcp.acme.example/mcp';
const plan = {
  issuer: 'https://login.acme.example',
  issuers: ['https://login.acme.example'],
  resource: acme,
  scopes: ['read:issues'],
  grantType: 'authorization_code',
  grantTypes: ['authorization_code'],
  registration: 'dynamic',
  returnPath: 'app_link',
  pushed: false,
  dpop: false,
  guessed: false,
} as const;

function found(url: string, change: Partial<NonNullable<DiscoveryView['plan']>> | null): DiscoveryView {
  const about = { url, name: 'Acme', steps: [] };
  return change === null
    ? { ...about, requiresSignIn: false }
    : {
        ...about,
        requiresSignIn: true,
        plan: { ...plan, scopes: [...plan.scopes], issuers: [], grantTypes: [], ...change },
      };
}

function open(discover: (url: string) => Result<DiscoveryView> | Promise<Result<DiscoveryView>>) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'connections:discover': (input) => discover('url' in input ? input.url : ''),
      'servers:add': ({ url }) => ({ ok: true, value: serverView('Acme', { url }) }),
      'servers:change-settings': () => ({ ok: false, error: { code: 'request_invalid', values: {} } }),
      'connections:connect': () => ({ ok: true, value: serverView('Acme') }),
    },
  );
  draw(<AddServer />);
  const enter = (url: string) => {
    const field = screen.getByLabelText('Address');
    fireEvent.change(field, { target: { value: url } });
    fireEvent.blur(field);
  };
  const asked = (name: string) => bridge.asked.filter((one) => one.name === name).map(({ input }) => input);
  return { bridge, enter, asked };
}

it('says what a sign-in would be before anything is saved, and asks about an address once', async () => {
  const { enter, asked } = open((url) => ({ ok: true, value: found(url, {}) }));
  enter(acme);
  expect(await screen.findByText(/Acme signs people in through login\.acme\.example\./)).toBeTruthy();
  expect(screen.getByText(/Keyfob registers itself there\./)).toBeTruthy();
  fireEvent.blur(screen.getByLabelText('Address'));
  expect(asked('connections:discover')).toEqual([{ url: acme }]);
  expect(asked('servers:add')).toEqual([]);
});

it('says that no sign-in is needed, or that a client ID is', async () => {
  const { enter } = open((url) => ({ ok: true, value: found(url, url === acme ? null : { registration: 'needed' }) }));
  enter(acme);
  expect(await screen.findByText('Acme needs no sign-in.')).toBeTruthy();
  enter('https://other.example/mcp');
  expect(await screen.findByText(/It wants a client ID/)).toBeTruthy();
});

it('shows what was found at the newest address alone, however late the other answer comes', async () => {
  const late: (() => void)[] = [];
  const { enter } = open((url) =>
    url === acme
      ? new Promise((resolve) => late.push(() => resolve({ ok: true, value: found(url, null) })))
      : { ok: true, value: { ...found(url, null), name: 'Newer' } },
  );
  enter(acme);
  expect(await screen.findByText('Asking mcp.acme.example')).toBeTruthy();
  enter('https://newer.example/mcp');
  expect(await screen.findByText('Newer needs no sign-in.')).toBeTruthy();
  late[0]?.();
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.queryByText('Acme needs no sign-in.')).toBeNull();
});

it('says why nothing was found, and asks again where that may help', async () => {
  let down = true;
  const { enter, asked } = open((url) =>
    down
      ? { ok: false, error: { code: 'timed_out', values: { host: 'mcp.acme.example' }, remedy: 'retry' } }
      : { ok: true, value: found(url, null) },
  );
  enter(acme);
  const again = await screen.findByRole('button', { name: 'Try again' });
  down = false;
  fireEvent.click(again);
  expect(await screen.findByText('Acme needs no sign-in.')).toBeTruthy();
  expect(asked('connections:discover')).toHaveLength(2);
});

it('saves what was entered under Advanced with the server, and adds it once though the form is sent twice', async () => {
  const { enter, asked } = open((url) => ({ ok: true, value: found(url, {}) }));
  enter(acme);
  fireEvent.click(screen.getByRole('button', { name: 'Advanced' }));
  fireEvent.change(screen.getByLabelText('Known there as'), { target: { value: 'typed' } });
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save only' });
  // It leads to what is missing, and sends nothing.
  fireEvent.click(save);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Client ID')));
  expect(asked('servers:add')).toEqual([]);
  fireEvent.change(screen.getByLabelText('Client ID'), { target: { value: 'keyfob' } });
  fireEvent.change(screen.getByLabelText('Client secret'), { target: { value: 's3cret' } });
  // What is closed counts, too.
  fireEvent.click(screen.getByRole('button', { name: 'Advanced' }));
  expect(screen.queryByLabelText('Client ID')).toBeNull();
  fireEvent.click(save);
  const changes = { clientId: 'keyfob', clientSecret: 's3cret' };
  await waitFor(() => expect(asked('servers:change-settings')).toEqual([{ serverId: 'acme', changes }]));
  expect(await screen.findByRole('alert')).toBeTruthy();
  fireEvent.click(save);
  await waitFor(() => expect(asked('servers:change-settings')).toHaveLength(2));
  expect(asked('servers:add')).toEqual([{ url: acme }]);
  expect(asked('connections:connect')).toEqual([]);
});
