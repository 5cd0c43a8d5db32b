// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttemptView, ErrorCode, Remedy, ServerView } from '../../../../src-preload/contract.ts';
import { useApp } from '../../../../src-renderer/stores/app.ts';
import { useServers } from '../../../../src-renderer/stores/servers.ts';
import { useSignIns } from '../../../../src-renderer/stores/sign-ins.ts';
import { Doctor } from '../../../../src-renderer/views/server/Doctor.tsx';
import { ServerPage } from '../../../../src-renderer/views/server/ServerPage.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, failedAttempt, goodAttempt, serverView } from '../../fixtures/views.ts';

const now = Date.now();

beforeEach(() => install({ app: appView, servers: [] }));
afterEach(cleanup);

const title = () => screen.getByRole('heading', { level: 2 }).textContent;
const step = (name: AttemptView['steps'][number]['name'], state: 'done' | 'failed') =>
  ({ name, state, facts: {}, milliseconds: 1 }) as const;

it('the doctor’s report counts the steps of this way to sign in', () => {
  draw(<Doctor server={serverView('Acme')} attempt={failedAttempt(now)} />);
  expect(title()).toBe('Sign-in to Acme stopped at step 4 of 6');
  cleanup();
  draw(<Doctor server={serverView('Acme', { grantType: 'device_code' })} attempt={failedAttempt(now)} />);
  expect(title()).toBe('Sign-in to Acme stopped at step 4 of 7');
  cleanup();
  draw(<Doctor server={serverView('Acme', { grantType: 'client_credentials' })} attempt={failedAttempt(now)} />);
  expect(title()).toBe('Sign-in to Acme stopped at step 4 of 5');
});

it('the doctor’s report shows each step’s request, result and duration, and marks the one that failed', () => {
  draw(<Doctor server={serverView('Acme')} attempt={failedAttempt(now)} />);
  const steps = screen
    .getAllByRole('listitem')
    .map((item) => [
      within(item).getByRole('img').getAttribute('aria-label'),
      ...Array.from(item.children, ({ textContent }) => textContent).filter(Boolean),
    ]);
  expect(steps).toEqual([
    ['Done', 'Ask mcp.acme.example', 'requires a sign-in', '120 ms'],
    ['Done', 'Read where to sign in', 'sign-in through auth.acme.example', '80 ms'],
    ['Done', 'Read how to sign in at auth.acme.example', 'offers sign-in in a browser', '95 ms'],
    ['Failed', 'Register Keyfob', expect.stringContaining('not allowed') as unknown, '60 ms'],
  ]);
});

it('the doctor’s report counts the steps that were made, and not those that entered addresses spare', () => {
  const attempt: AttemptView = {
    startedAt: now,
    steps: [step('registration', 'done'), step('authorize', 'done'), step('token', 'failed')],
    error: { code: 'code_refused', values: {} },
  };
  draw(<Doctor server={serverView('Acme')} attempt={attempt} />);
  expect(title()).toBe('Sign-in to Acme stopped at step 3 of 3');
});

it('the doctor’s report shows the details of the sign-in, as far as it came, on request', () => {
  const fact = (name: string) => screen.queryByText(name, { selector: 'dt' })?.nextElementSibling?.textContent;
  const show = (attempt: AttemptView) => {
    cleanup();
    draw(<Doctor server={serverView('Acme')} attempt={attempt} />);
    expect(fact('Sign-in service')).toBeUndefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show details' }));
  };
  show(failedAttempt(now));
  expect(fact('Started')).toMatch(/ago$/);
  expect(fact('Sign-in service')).toBe('auth.acme.example');
  expect(fact('Requested access')).toMatch(/^read issues/);
  expect(fact('Client ID')).toBeUndefined();
  show({ ...goodAttempt(now), error: { code: 'access_denied', values: {} } });
  expect(fact('Client ID')).toBe('keyfob-7d2f9a');
  expect(fact('Registration')).toBe('Registered automatically');
  expect(fact('Browser returns')).toBe('Through a link that opens Keyfob');
  fireEvent.click(screen.getByRole('button', { name: 'Hide details' }));
  expect(fact('Client ID')).toBeUndefined();
});

/** The whole page, so that the header's buttons are found too. */
const page = async (more: Partial<ServerView>, server = serverView('Acme', more)) => {
  cleanup();
  install({ app: appView, servers: [server] });
  useServers.setState({ servers: { [server.id]: server } });
  useApp.setState({ app: appView });
  draw(<ServerPage server={server} />);
  await screen.findByRole('heading', { level: 1 });
};
const buttons = () => screen.getAllByRole('button').map(({ textContent }) => textContent);
const stopped = (code: ErrorCode, remedy: Remedy): AttemptView => ({
  startedAt: now,
  steps: [step('probe', 'done'), step('authorize', 'failed')],
  error: { code, values: {}, remedy },
});

it.each([
  ['access_denied', 'retry'],
  ['request_expired', 'retry'],
  ['token_refused', 'sign_in'],
] as const)('the doctor’s report leaves the button to sign in again to the header after %s', async (code, remedy) => {
  await page({ lastAttempt: stopped(code, remedy) });
  expect(buttons()).toContain('Sign in');
  expect(buttons()).not.toContain('Try again');
  expect(buttons().filter((name) => name === 'Sign in')).toHaveLength(1);
});

it('the doctor’s report keeps the button that the header does not have', async () => {
  const status = { state: 'signed_in', renewable: true } as const;
  await page({ lastAttempt: stopped('access_denied', 'retry'), status });
  expect(buttons()).toEqual(expect.arrayContaining(['Open tools', 'Try again']));
  await page({ lastAttempt: failedAttempt(now) });
  expect(buttons()).toEqual(expect.arrayContaining(['Sign in', 'Return through this computer']));
});

it('the doctor’s report offers beside a refusal to start only what the header does not', async () => {
  useSignIns.setState({ errors: { acme: { code: 'connection_failed', values: {}, remedy: 'retry' } } });
  const server = serverView('Acme');
  useServers.setState({ servers: { acme: server } });
  draw(<ServerPage server={server} />);
  expect(screen.getByRole('alert').textContent).toMatch(/was interrupted/);
  expect(buttons()).not.toContain('Try again');
});

it('a server can be turned off, moved or removed while the browser is waited for', async () => {
  await page({ status: { state: 'authorizing', since: now, phase: 'waiting' } });
  fireEvent.click(await screen.findByRole('button', { name: 'More actions' }));
  const items = await screen.findAllByRole('menuitem');
  expect(items.map(({ textContent }) => textContent)).toEqual([
    'Rename…',
    'Change the address…',
    'Turn off',
    'Who is signed in…',
    'Remove…',
  ]);
});
