// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { DiscoveryView, Result } from '../../../../src-preload/contract.ts';
import { Overview } from '../../../../src-renderer/views/server/Overview.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const found: DiscoveryView = {
  url: 'https://acme.example/mcp',
  name: 'Acme',
  requiresSignIn: true,
  steps: [
    { name: 'probe', state: 'done', host: 'acme.example', facts: { status: 401 }, milliseconds: 12 },
    {
      name: 'resource_metadata',
      state: 'done',
      host: 'acme.example',
      facts: { issuer: 'https://login.acme.example' },
      milliseconds: 8,
    },
  ],
  plan: {
    issuer: 'https://login.acme.example',
    issuers: ['https://login.acme.example'],
    resource: 'https://acme.example/mcp',
    scopes: ['read'],
    grantType: 'authorization_code',
    grantTypes: ['authorization_code'],
    registration: 'needed',
    returnPath: 'app_link',
    pushed: false,
    dpop: false,
    guessed: false,
    browserHost: 'login.acme.example',
  },
};

function open(answer: Result<DiscoveryView> | Promise<Result<DiscoveryView>>, more = {}) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'connections:discover': () => answer,
      'connections:cancel': () => ({ ok: true, value: serverView('Acme') }),
    },
  );
  draw(<Overview server={serverView('Acme', more)} />);
  fireEvent.click(screen.getByRole('button', { name: 'How this sign-in works' }));
  return (name: string) => bridge.asked.filter((one) => one.name === name).map(({ input }) => input);
}

const { id: serverId } = serverView('Acme');
const look = () => fireEvent.click(screen.getByRole('button', { name: 'Check again' }));

it('the discovery dialog shows the authorization server, the client of Keyfob, and each step', async () => {
  const asked = open({ ok: true, value: found });
  look();
  expect(await screen.findByText(/^Acme uses login\.acme\.example for sign-in\./)).toBeTruthy();
  expect(asked('connections:discover')).toEqual([{ serverId, refresh: true }]);
  expect(screen.getByText(/register an app there and enter its client ID under Settings\.$/)).toBeTruthy();
  expect(screen.getByText('Your browser opens login.acme.example.')).toBeTruthy();
  const steps = within(screen.getByRole('list', { name: 'Steps of this check' })).getAllByRole('listitem');
  expect(steps.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Ask acme.examplerequires a sign-in'),
    expect.stringContaining('Read where to sign insign-in through login.acme.example'),
  ]);
});

it('the discovery dialog can be cancelled, keeps the focus, and shows nothing that comes later', async () => {
  const later = Promise.withResolvers<Result<DiscoveryView>>();
  const asked = open(later.promise);
  const button = screen.getByRole('button', { name: 'Check again' });
  button.focus();
  look();
  expect(await screen.findByText(/^Checking /)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(asked('connections:cancel')).toEqual([{ serverId }]);
  later.resolve({ ok: true, value: found });
  await waitFor(() => expect(screen.queryByText(/^Checking /)).toBeNull());
  expect(screen.queryByRole('list', { name: 'Steps of this check' })).toBeNull();
  expect(document.activeElement?.textContent).toBe('Check again');
});

it('the discovery dialog says what went wrong, with the button that tries once more', async () => {
  const asked = open({
    ok: false,
    error: { code: 'connection_refused', values: { host: 'acme.example' }, remedy: 'retry' },
  });
  look();
  fireEvent.click(within(await screen.findByRole('alert')).getByRole('button'));
  await waitFor(() => expect(asked('connections:discover')).toHaveLength(2));
});

it('the discovery dialog is not offered for a server that is turned off', () => {
  open({ ok: true, value: found }, { status: { state: 'off' } });
  expect(screen.queryByRole('button', { name: 'Check again' })).toBeNull();
});
