// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { isEndpointAddress, type SettingChanges } from '../../../../src-preload/contract.ts';
import { checkHeaders, checkTogether, plainChanges } from '../../../../src-main/connections/servers/setting-changes.ts';
import { secureUrl } from '../../../../src-preload/contract/secure-url.ts';
import AddServer from '../../../../src-renderer/views/add/AddServer.tsx';
import { ErrorNote } from '../../../../src-renderer/components/ErrorNote.tsx';
import { changesBetween, draftOf, nothingSaved } from '../../../../src-renderer/views/settings/draft.ts';
import { type Draft, untouched } from '../../../../src-renderer/stores/draft.ts';
import { draftFaults } from '../../../../src-renderer/views/settings/draft-faults.ts';
import { SettingsForm } from '../../../../src-renderer/views/settings/SettingsForm.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView, settingsView } from '../../fixtures/views.ts';

afterEach(cleanup);

const byHand = { registration: 'typed', clientId: 'app' } as const;
const typed = { discovery: 'typed', tokenEndpoint: 'https://a.example/token' } as const;

const unfit: [what: string, draft: Partial<Draft>, field: keyof Draft][] = [
  ['an issuer over http', { issuer: 'http://auth.example' }, 'issuer'],
  ['an issuer with a fragment', { issuer: 'https://auth.example/#top' }, 'issuer'],
  [
    'a token URL with a password',
    { ...typed, authorizationEndpoint: 'https://a.example', tokenEndpoint: 'https://me:pw@a.example/' },
    'tokenEndpoint',
  ],
  ['no authorization URL', typed, 'authorizationEndpoint'],
  ['a client id in another script', { ...byHand, clientId: 'ứng-dụng' }, 'clientId'],
  ['a return address elsewhere', { ...byHand, redirectUri: 'http://evil.example:3118/callback' }, 'redirectUri'],
  ['a scope in quotes', { scopes: 'typed', scope: '"read"' }, 'scope'],
  ['a prefix with a space', { toolPrefix: 'my tools' }, 'toolPrefix'],
  ['a header of the protocol', { headers: [{ name: 'Mcp-Session-Id', value: '1' }] }, 'headers'],
  ['a proxy’s header', { headers: [{ name: 'Proxy-Authorization', value: '1' }] }, 'headers'],
  ['a header about the body', { headers: [{ name: 'Content-Type', value: 'text/plain' }] }, 'headers'],
  ['a hop-by-hop header', { headers: [{ name: 'TE', value: 'trailers' }] }, 'headers'],
  ['a header value with a line break', { headers: [{ name: 'X-Key', value: 'a\r\nb' }] }, 'headers'],
];

/** What the main process says about the values, without a server. */
function refused(changes: SettingChanges): boolean {
  try {
    checkTogether({ ...settingsView, ...plainChanges(changes) });
    checkHeaders(changes.headers ?? {});
    return false;
  } catch {
    return true;
  }
}

it.each(unfit)('the window sees what the main process refuses: %s', (_what, change, field) => {
  const draft = { ...untouched, ...change };
  expect(Object.keys(draftFaults(draft, nothingSaved))).toEqual([field]);
  expect(refused(changesBetween(untouched, draft))).toBe(true);
});

it('the window finds no error in settings that the main process accepts', () => {
  const draft: Draft = {
    ...untouched,
    ...byHand,
    ...typed,
    authorizationEndpoint: 'http://127.0.0.1:8080/authorize',
    scopes: 'typed',
    scope: 'read  write',
    toolPrefix: 'my.tools_1-',
    headers: [
      { name: 'X-Api-Key', value: 'secret' },
      { name: '', value: '' },
    ],
  };
  expect(draftFaults(draft, nothingSaved)).toEqual({});
  expect(refused(changesBetween(untouched, draft))).toBe(false);
});

it('the addresses of a draft are judged as the sign-in itself judges them', () => {
  const addresses = [
    'https://a.example',
    'http://a.example',
    'http://localhost:1',
    'http://[::1]/',
    'http://127.0.0.9',
  ];
  for (const address of [...addresses, 'https://a.example/#b', 'https://u@a.example', 'javascript:alert(1)', 'a', ''])
    expect([address, isEndpointAddress(address)]).toEqual([address, secureUrl(address) !== undefined]);
});

it('the settings form requires a secret and a key where the client authenticates with them', () => {
  const needs = (change: Partial<Draft>, saved = nothingSaved) =>
    draftFaults({ ...untouched, ...byHand, ...change }, saved);
  expect(needs({ authenticationMethod: 'client_secret_post' })).toEqual({ clientSecret: 'required' });
  expect(needs({ authenticationMethod: 'client_secret_post', clientSecret: 's' })).toEqual({});
  expect(needs({ authenticationMethod: 'private_key_jwt' })).toEqual({ privateKey: 'required' });
  expect(needs({ authenticationMethod: 'private_key_jwt', privateKey: 'pem' })).toEqual({ pem: 'required' });
  expect(needs({ authenticationMethod: 'private_key_jwt', privateKey: 'generate' })).toEqual({});
  expect(needs({ authenticationMethod: 'private_key_jwt' }, { ...nothingSaved, privateKey: true })).toEqual({});
});

it('the settings form shows what is missing when the person saves without it, and where', async () => {
  const bridge = install({ app: appView, servers: [] });
  draw(<AddServer />);
  const address = screen.getByLabelText('Address');
  await waitFor(() => expect(document.activeElement).toBe(address));
  fireEvent.change(address, { target: { value: 'https://mcp.acme.example/mcp' } });
  const advanced = screen.getByRole('button', { name: 'Advanced' });
  fireEvent.click(advanced);
  fireEvent.change(screen.getByLabelText('App registration'), { target: { value: 'typed' } });
  expect(screen.queryByText('This field is required.')).toBeNull();
  fireEvent.click(advanced);
  expect(screen.queryByLabelText('Client ID')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Save and sign in' }));
  expect(await screen.findByText('This field is required.')).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Client ID')));
  expect(bridge.asked.map(({ name }) => name)).not.toContain('servers:add');
});

it('the settings form saves other settings while a secret is missing since an import', async () => {
  const bridge = install(
    { app: appView, servers: [] },
    { 'servers:settings-cost': () => ({ ok: true, value: { signIns: 0 } }) },
  );
  const settings = { ...settingsView, clientId: 'app', authenticationMethod: 'client_secret_basic' } as const;
  expect(draftFaults(draftOf(settings), nothingSaved)).toEqual({ clientSecret: 'required' });
  draw(<SettingsForm server={serverView('Acme')} settings={settings} onSaved={() => {}} />);
  fireEvent.change(screen.getByLabelText('Note'), { target: { value: 'mine' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(bridge.asked.map(({ name }) => name)).toContain('servers:change-settings'));
});

it('the settings form has no addresses for a sign-in with a device code, because its own is not among them', () => {
  install({ app: appView, servers: [] });
  draw(<SettingsForm server={serverView('Acme')} settings={settingsView} onSaved={() => {}} />);
  expect(screen.getByLabelText('Where to sign in')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('How to sign in'), { target: { value: 'device_code' } });
  expect(screen.queryByLabelText('Where to sign in')).toBeNull();
  const before = { ...untouched, ...typed, authorizationEndpoint: 'https://a.example/authorize' };
  expect(changesBetween(before, { ...before, grantType: 'device_code' })).toEqual({
    grantType: 'device_code',
    authorizationEndpoint: null,
    tokenEndpoint: null,
  });
});

it('the settings form names the field that the main process refuses', () => {
  install({ app: appView, servers: [] });
  draw(<ErrorNote error={{ code: 'request_invalid', values: { field: 'toolPrefix' } }} />);
  expect(within(screen.getByRole('alert')).getByText(/under “Tool prefix”/)).toBeTruthy();
});

it('the form shows the return address to register for a client, with a button to copy it, before its ID is needed', async () => {
  const bridge = install({ app: appView, servers: [] }, { 'app:copy': () => ({ ok: true, value: null }) });
  draw(<SettingsForm server={serverView('Acme')} settings={settingsView} onSaved={() => undefined} />);
  expect(screen.queryByText('http://127.0.0.1/oauth/callback')).toBeNull();
  fireEvent.change(screen.getByLabelText('App registration'), { target: { value: 'typed' } });
  expect(screen.getByText('http://127.0.0.1/oauth/callback')).toBeTruthy();
  expect(screen.getByText(/The port varies/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Return address'), { target: { value: 'http://localhost:3118/callback' } });
  expect(screen.getByText('http://localhost:3118/callback')).toBeTruthy();
  expect(screen.queryByText(/The port varies/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /Copy return address/ }));
  await waitFor(() =>
    expect(bridge.asked).toEqual([{ name: 'app:copy', input: { text: 'http://localhost:3118/callback' } }]),
  );
});
