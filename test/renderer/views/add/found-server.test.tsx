// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { DiscoveryView, Result } from '../../../../src-preload/contract.ts';
import AddServer from '../../../../src-renderer/views/add/AddServer.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

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
      // The name that was found may be there only after the first try.
      'servers:rename': ({ name }) => ({ ok: true, value: serverView(name) }),
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

it('the preview of a new server shows the sign-in before anything is saved, and requests an address once', async () => {
  const { enter, asked } = open((url) => ({ ok: true, value: found(url, {}) }));
  enter(acme);
  expect(await screen.findByText(/Acme uses login\.acme\.example for sign-in\./)).toBeTruthy();
  expect(screen.getByText(/Keyfob registers itself there\./)).toBeTruthy();
  fireEvent.blur(screen.getByLabelText('Address'));
  expect(asked('connections:discover')).toEqual([{ url: acme }]);
  expect(asked('servers:add')).toEqual([]);
});

it('the preview of a new server names the browser’s host, and any other receiver of the answer, before it is saved', async () => {
  const hosts = { browserHost: 'app.acme.example', answerHost: 'tools.example' };
  const { enter } = open((url) => ({
    ok: true,
    value: found(url, url === acme ? { browserHost: 'app.acme.example' } : hosts),
  }));
  enter(acme);
  expect(await screen.findByText('Your browser opens app.acme.example.')).toBeTruthy();
  expect(screen.queryByText(/another site/)).toBeNull();
  enter('https://other.example/mcp');
  expect((await screen.findByText(/another site/)).textContent).toBe(
    'Your browser opens app.acme.example. The response would go to another site, tools.example. Keyfob asks you before the browser opens.',
  );
});

it('the preview of a new server says that no sign-in is needed, or that a client ID is', async () => {
  const { enter } = open((url) => ({ ok: true, value: found(url, url === acme ? null : { registration: 'needed' }) }));
  enter(acme);
  expect(await screen.findByText('Acme needs no sign-in.')).toBeTruthy();
  enter('https://other.example/mcp');
  expect(await screen.findByText(/It requires a client ID/)).toBeTruthy();
});

it('the preview of a new server shows the result of the newest address alone, however late the other answer comes', async () => {
  const late: (() => void)[] = [];
  const { enter } = open((url) =>
    url === acme
      ? new Promise((resolve) => late.push(() => resolve({ ok: true, value: found(url, null) })))
      : { ok: true, value: { ...found(url, null), name: 'Newer' } },
  );
  enter(acme);
  expect(await screen.findByText('Checking mcp.acme.example')).toBeTruthy();
  enter('https://newer.example/mcp');
  expect(await screen.findByText('Newer needs no sign-in.')).toBeTruthy();
  late[0]?.();
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.queryByText('Acme needs no sign-in.')).toBeNull();
});

it('the preview of a new server says why nothing was found, and tries again where that may help', async () => {
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

it('the preview of a new server saves the Advanced settings with it, and adds it once though the form is sent twice', async () => {
  const { enter, asked } = open((url) => ({ ok: true, value: found(url, {}) }));
  enter(acme);
  fireEvent.click(screen.getByRole('button', { name: 'Advanced' }));
  fireEvent.change(screen.getByLabelText('App registration'), { target: { value: 'typed' } });
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save only' });
  // The button moves to the missing field, and sends nothing.
  fireEvent.click(save);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Client ID')));
  expect(asked('servers:add')).toEqual([]);
  fireEvent.change(screen.getByLabelText('Client ID'), { target: { value: 'keyfob' } });
  fireEvent.change(screen.getByLabelText('Client secret'), { target: { value: 's3cret' } });
  // Closed settings are used, too.
  fireEvent.click(screen.getByRole('button', { name: 'Advanced' }));
  expect(screen.queryByLabelText('Client ID')).toBeNull();
  fireEvent.click(save);
  const changes = { clientId: 'keyfob', clientSecret: 's3cret' };
  await waitFor(() => expect(asked('servers:change-settings')).toEqual([{ serverId: 'acme', changes }]));
  expect(await screen.findByRole('alert')).toBeTruthy();
  fireEvent.click(save);
  await waitFor(() => expect(asked('servers:change-settings')).toHaveLength(2));
  expect(asked('servers:add')).toHaveLength(1);
  expect(asked('connections:connect')).toEqual([]);
});

const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save and sign in' });
const form = () => screen.getByLabelText('Address').closest('form') as HTMLFormElement;
const typeAddress = (url: string) => fireEvent.change(screen.getByLabelText('Address'), { target: { value: url } });

it('the preview of a new server starts when typing pauses at a complete address, and not before', async () => {
  vi.useFakeTimers();
  const { asked } = open((url) => ({ ok: true, value: found(url, null) }));
  for (const part of ['h', 'https://', 'https://mcp', 'https://mcp.', 'https://mcp.a', '1', 'two words.example']) {
    typeAddress(part);
    await vi.advanceTimersByTimeAsync(5000);
  }
  expect(asked('connections:discover')).toEqual([]);
  typeAddress('mcp.acme.ex');
  await vi.advanceTimersByTimeAsync(599);
  typeAddress('mcp.acme.example');
  await vi.advanceTimersByTimeAsync(599);
  expect(asked('connections:discover')).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked('connections:discover')).toEqual([{ url: 'mcp.acme.example' }]);
  for (const whole of ['localhost:8080', '127.0.0.1:3000/mcp', 'http://[::1]:3000', 'mcp.ví-dụ.vn']) {
    typeAddress(whole);
    await vi.advanceTimersByTimeAsync(600);
    expect(asked('connections:discover').at(-1)).toEqual({ url: whole });
  }
});

it('the preview of a new server registers nothing before it is shown: Enter discovers, and moves to the button', async () => {
  let answer: (result: Result<DiscoveryView>) => void = () => {};
  const { asked } = open(() => new Promise((resolve) => (answer = resolve)));
  typeAddress(acme);
  expect(button().getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button());
  expect(asked('connections:discover')).toEqual([{ url: acme }]);
  expect(screen.getByRole('button', { name: 'Checking…' })).toBeTruthy();
  fireEvent.submit(form());
  expect(asked('servers:add')).toEqual([]);
  answer({ ok: true, value: found(acme, {}) });
  await waitFor(() => expect(document.activeElement).toBe(button()));
  expect(button().getAttribute('aria-disabled')).toBe('false');
  expect(asked('servers:add')).toEqual([]);
  fireEvent.submit(form());
  await waitFor(() => expect(asked('connections:connect')).toHaveLength(1));
  expect(asked('servers:add')).toEqual([{ url: acme, name: 'Acme' }]);
});

it('the preview of a new server leaves the focus alone when the address has changed by the time of the result', async () => {
  const answers: ((result: Result<DiscoveryView>) => void)[] = [];
  const { asked } = open(() => new Promise((resolve) => answers.push(resolve)));
  const address = screen.getByLabelText('Address');
  await waitFor(() => expect(document.activeElement).toBe(address));
  typeAddress(acme);
  fireEvent.submit(form());
  typeAddress(`${acme}/v2`);
  fireEvent.blur(address);
  answers.forEach((answer) => answer({ ok: true, value: found(`${acme}/v2`, null) }));
  expect(await screen.findByText('Acme needs no sign-in.')).toBeTruthy();
  expect(document.activeElement).toBe(address);
  expect(asked('servers:add')).toEqual([]);
});

it('the preview of a new server may fail: once shown, that allows a sign-in, and saving needs no discovery', async () => {
  const { asked } = open(() => ({ ok: false, error: { code: 'timed_out', values: { host: 'mcp.acme.example' } } }));
  typeAddress(acme);
  fireEvent.submit(form());
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(asked('servers:add')).toEqual([]);
  fireEvent.submit(form());
  await waitFor(() => expect(asked('connections:connect')).toHaveLength(1));
  cleanup();
  const next = open(() => new Promise(() => {}));
  typeAddress(acme);
  fireEvent.click(screen.getByRole('button', { name: 'Save only' }));
  await waitFor(() => expect(next.asked('servers:add')).toEqual([{ url: acme }]));
  expect(next.asked('connections:connect')).toEqual([]);
});

it('the preview of a new server uses the Advanced settings, repeats when they change, and sends no secrets', async () => {
  const { enter, asked } = open((url) => ({ ok: true, value: found(url, {}) }));
  enter(acme);
  expect(await screen.findByText(/Keyfob registers itself/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Advanced' }));
  const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  fill('App registration', 'typed');
  expect(screen.getByText(/when the missing fields under Advanced are filled in/)).toBeTruthy();
  fill('Client ID', 'keyfob');
  fill('Client secret', 's3cret');
  fill('Note', 'mine');
  fireEvent.click(screen.getByRole('button', { name: 'Add header' }));
  fill('Name of header 1', 'X-Team');
  fill('Value of header 1', 'red');
  fireEvent.blur(screen.getByLabelText('Address'));
  const settings = { clientId: 'keyfob', headers: { 'X-Team': 'red' } };
  expect(asked('connections:discover')).toEqual([{ url: acme }, { url: acme, settings }]);
  expect(await screen.findByText(/registers itself/)).toBeTruthy();
  // A changed note does not repeat discovery.
  fill('Note', 'mine alone');
  fireEvent.blur(screen.getByLabelText('Address'));
  expect(asked('connections:discover')).toHaveLength(2);
});

it('the preview of a new server proposes the name that the server gives itself, and keeps a typed one', async () => {
  const { enter, asked } = open((url) => ({
    ok: true,
    value: { ...found(url, null), name: `At ${new URL(url).host}` },
  }));
  const name = () => screen.getByLabelText<HTMLInputElement>('Name').value;
  enter(acme);
  await waitFor(() => expect(name()).toBe('At mcp.acme.example'));
  enter('https://other.example/mcp');
  expect(name()).toBe('');
  await waitFor(() => expect(name()).toBe('At other.example'));
  // The proposed name waits while the field has the focus, and typing replaces it.
  const field = screen.getByLabelText<HTMLInputElement>('Name');
  fireEvent.focus(field);
  enter('https://late.example/mcp');
  expect(await screen.findByText('At late.example needs no sign-in.')).toBeTruthy();
  expect(name()).toBe('At other.example');
  fireEvent.blur(field);
  expect(name()).toBe('At late.example');
  enter('https://other.example/mcp');
  await waitFor(() => expect(name()).toBe('At other.example'));
  field.setSelectionRange(2, 2);
  field.focus();
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, 'At other.example'.length]);
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Mine' } });
  enter(acme);
  expect(await screen.findByText('At mcp.acme.example needs no sign-in.')).toBeTruthy();
  expect(name()).toBe('Mine');
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: ' ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save only' }));
  await waitFor(() => expect(asked('servers:add')).toEqual([{ url: acme }]));
});

it('the preview of a new server starts for a choice from the list at once, and is reached by keyboard', async () => {
  const { asked } = open((url) => ({ ok: true, value: found(url, null) }));
  fireEvent.click(screen.getByRole('button', { name: 'Pick from a list' }));
  fireEvent.click(screen.getByRole('button', { name: /^Stripe/ }));
  expect(document.activeElement).toBe(screen.getByLabelText('Address'));
  expect(asked('connections:discover')).toEqual([{ url: 'https://mcp.stripe.com/' }]);
  expect(await screen.findByText('Acme needs no sign-in.')).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Stripe');
});
