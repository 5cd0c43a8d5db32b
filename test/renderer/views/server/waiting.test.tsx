// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GrantType, StatusView } from '../../../../src-preload/contract.ts';
import QrCode from '../../../../src-renderer/components/QrCode.tsx';
import { StepList } from '../../../../src-renderer/components/StepList.tsx';
import DeviceCode from '../../../../src-renderer/views/server/DeviceCode.tsx';
import { Facts } from '../../../../src-renderer/views/server/Facts.tsx';
import { ServerHeader } from '../../../../src-renderer/views/server/ServerHeader.tsx';
import { TechnicalFacts } from '../../../../src-renderer/views/server/TechnicalFacts.tsx';
import { Waiting } from '../../../../src-renderer/views/server/Waiting.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, goodAttempt, serverView, signInView } from '../../fixtures/views.ts';

const minute = 60_000;
const now = Date.UTC(2026, 4, 3, 12);

beforeEach(() => vi.useFakeTimers({ now }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

it('a waiting sign-in shows the code, where to type it and how long it is valid, until it has expired', async () => {
  const bridge = install({ app: appView, servers: [] });
  draw(
    <DeviceCode
      code={{
        userCode: 'BDKW-JXQR',
        verificationUri: 'https://auth.acme.example/device',
        verificationUriComplete: 'https://auth.acme.example/device?user_code=BDKW-JXQR',
        expiresAt: now + 90_000,
      }}
    />,
  );
  await pass(0);
  expect(screen.getByRole('status').textContent).toBe('BDKW-JXQR');
  expect(screen.getByText('https://auth.acme.example/device')).toBeTruthy();
  expect(screen.getByText('1:30')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Copy code/ }));
  await pass(0);
  expect(bridge.asked).toEqual([{ name: 'app:copy', input: { text: 'BDKW-JXQR' } }]);
  await pass(30_000);
  expect(screen.getByText('1:00')).toBeTruthy();
  await pass(55_000);
  expect(screen.getByText('0:05')).toBeTruthy();
  await pass(5_000);
  expect(screen.getByText('The code has expired')).toBeTruthy();
});

it('a waiting sign-in draws a QR code only where there is an address with the code in it', async () => {
  install({ app: appView, servers: [] });
  const code = { userCode: 'A', verificationUri: 'https://auth.acme.example/device', expiresAt: now + minute };
  draw(<DeviceCode code={code} />);
  await pass(0);
  expect(screen.queryByRole('img')).toBeNull();
});

it('a QR code has dark squares on white, with the three corners that a camera looks for', () => {
  draw(<QrCode text="https://auth.acme.example/device?user_code=BDKW-JXQR" label="The page" />);
  const picture = screen.getByRole('img', { name: 'The page' });
  const modules = new Set(
    picture
      .querySelector('path')
      ?.getAttribute('d')
      ?.match(/M\d+ \d+/g),
  );
  const size = Number(picture.getAttribute('viewBox')?.split(' ')[2]) - 4;
  expect((size - 17) % 4).toBe(0);
  for (const [x, y] of [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ] as const) {
    for (let at = 0; at < 7; at += 1) {
      expect(modules).toContain(`M${x + at} ${y}`);
      expect(modules).toContain(`M${x} ${y + at}`);
    }
    expect(modules).not.toContain(`M${x + 1} ${y + 1}`);
    expect(modules).toContain(`M${x + 3} ${y + 3}`);
  }
});

const fact = (name: string) => screen.getByText(name).nextElementSibling?.textContent;

it('the remaining time of a waiting sign-in stays correct while it is open', async () => {
  install({ app: appView, servers: [] });
  const signIn = {
    ...signInView(now, 'https://auth.acme.example'),
    renewable: false,
    expiresAt: now + 90 * minute,
  };
  const status = { state: 'signed_in', renewable: false, expiresAt: signIn.expiresAt } as const;
  draw(<Facts server={serverView('Acme', { status, signIn })} />);
  const soon = fact('Ends');
  expect(soon).toMatch(/can’t renew itself/);
  await pass(60 * minute);
  expect(fact('Ends')).toMatch(/in 30 minutes/);
  await pass(60 * minute);
  expect(fact('Ends')).toMatch(/30 minutes ago/);
  expect(fact('Ends')).not.toBe(soon);
});

it('a sign-in names its users and the facts of the last one, step by step on request', async () => {
  install({ app: appView, servers: [] });
  const server = serverView('Acme', {
    account: 'own',
    status: { state: 'signed_in', renewable: true },
    signIn: signInView(now, 'https://auth.acme.example'),
    lastAttempt: goodAttempt(now),
  });
  draw(
    <>
      <Facts server={server} />
      <TechnicalFacts server={server} failed={false} />
    </>,
  );
  expect(fact('Sign-in')).toBe('Your own');
  expect(screen.queryByText('Signed in through')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'How this sign-in works', expanded: false }));
  expect(fact('Signed in through')).toBe('auth.acme.example');
  // The 34 seconds in the browser were the person's.
  expect(fact('Last sign-in')).toContain('6 steps, 865 ms');
  expect(screen.queryByRole('list', { name: /steps/i })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show steps' }));
  expect(screen.getAllByRole('listitem').length).toBeGreaterThanOrEqual(6);
});

type Authorizing = Extract<StatusView, { state: 'authorizing' }>;

function drawWaiting(status: Partial<Authorizing>, grantType: GrantType = 'authorization_code') {
  cleanup();
  const whole: Authorizing = {
    state: 'authorizing',
    since: now,
    phase: 'waiting',
    authorizationServer: 'auth.acme.example',
    ...status,
  };
  draw(<Waiting server={serverView('Acme', { status: whole, grantType })} status={whole} />);
}

it('a waiting sign-in says what happens now, and what comes next, in every phase', () => {
  install({ app: appView, servers: [] });
  const said = () => [
    screen.getByRole('heading').textContent.trim(),
    screen.getByRole('heading').nextElementSibling?.textContent,
  ];
  drawWaiting({ phase: 'discovering' });
  expect(said()).toEqual([
    'Finding where to sign in',
    'Keyfob is asking mcp.acme.example. Your browser opens in a moment.',
  ]);
  drawWaiting({ phase: 'opening' });
  expect(said()).toEqual([
    'Opening your browser…',
    'The page of auth.acme.example opens next. Sign in there; Keyfob then continues automatically.',
  ]);
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
  drawWaiting({ phase: 'waiting' });
  expect(said()).toEqual([
    'Finish in your browser',
    'Sign in on the page of auth.acme.example. Keyfob then continues automatically.',
  ]);
  drawWaiting({ phase: 'exchanging' });
  expect(said()[0]).toBe('Finishing the sign-in');
  for (const name of ['Open again', /^Copy link/])
    expect(screen.getByRole('button', { name })).toHaveProperty('disabled', true);
});

it('a waiting sign-in promises no browser where none opens', () => {
  install({ app: appView, servers: [] });
  for (const [grantType, next] of [
    ['device_code', /You get a code in a moment/],
    ['client_credentials', /You don’t need to do anything/],
  ] as const) {
    drawWaiting({ phase: 'discovering' }, grantType);
    expect(screen.getByText(next)).toBeTruthy();
    expect(screen.queryByText(/browser opens/)).toBeNull();
  }
});

it('a waiting sign-in says until when it waits, and offers the alternatives that exist', () => {
  install({ app: appView, servers: [] });
  drawWaiting({ until: now + 10 * minute, returnPath: 'loopback', otherWays: ['app_link', 'register_again'] });
  expect(screen.getByText(/^Keyfob waits until \d+:10/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Return through a link that opens Keyfob instead' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Return through this computer instead' })).toBeNull();
  drawWaiting({ otherWays: [] });
  expect(screen.queryByText('Browser didn’t return?')).toBeNull();
});

it('a duration is counted in seconds, and from a minute on in minutes too', async () => {
  install({ app: appView, servers: [] });
  drawWaiting({ since: now - 59_000 });
  expect(screen.getByText('Elapsed: 59 s.')).toBeTruthy();
  await pass(4_000);
  expect(screen.getByText('Elapsed: 1 min 3 s.')).toBeTruthy();
});

it.each([
  [0.2, '<1 ms'],
  [999, '999 ms'],
  [2_500, '2.5 s'],
  [60_000, '1 min 0 s'],
  [63_400, '1 min 3 s'],
])('a duration of %d ms is put in words', (milliseconds, words) => {
  install({ app: appView, servers: [] });
  const { steps, ...attempt } = goodAttempt(now);
  const step = { ...steps[4], name: 'authorize', state: 'done', facts: {}, milliseconds } as const;
  draw(<StepList server={serverView('Acme')} attempt={{ ...attempt, steps: [step] }} />);
  expect(screen.getByRole('listitem').lastElementChild?.textContent).toBe(words);
});

it.each([
  ['waiting', 'Sign in on the page of login.bank.example. Keyfob then continues automatically.'],
  ['opening', 'The page of login.bank.example opens next. Sign in there; Keyfob then continues automatically.'],
] as const)(
  'a waiting sign-in names where the browser goes, not who says so, while it is %s',
  async (phase, sentence) => {
    install({ app: appView, servers: [] });
    const status = {
      state: 'authorizing',
      since: now,
      phase,
      authorizationServer: 'tools.example',
      browserHost: 'login.bank.example',
    } as const;
    draw(<Waiting server={serverView('Acme', { status })} status={status} />);
    await pass(0);
    expect(screen.getByText(sentence)).toBeTruthy();
  },
);

it('a waiting sign-in names the host of the page for a code', async () => {
  install({ app: appView, servers: [] });
  const status = {
    state: 'authorizing',
    since: now,
    phase: 'waiting',
    authorizationServer: 'tools.example',
    browserHost: 'login.bank.example',
    deviceCode: { userCode: 'A', verificationUri: 'https://login.bank.example/device', expiresAt: now + minute },
  } as const;
  draw(<Waiting server={serverView('Acme', { status, grantType: 'device_code' })} status={status} />);
  await pass(0);
  expect(screen.getByText(/^Open the page of login\.bank\.example on this computer/)).toBeTruthy();
});

it.each([
  [{ state: 'signed_out' }, 'Opens login.bank.example in your browser'],
  [{ state: 'needs_sign_in', reason: 'refresh_refused', since: now }, 'Opens login.bank.example in your browser'],
  [{ state: 'signed_in', renewable: true }, null],
] as const)('the button that begins a sign-in has the browser’s host next to it: %j', async (status, words) => {
  install({ app: appView, servers: [] });
  draw(<ServerHeader server={serverView('Acme', { status, browserHost: 'login.bank.example' })} />);
  await pass(0);
  expect(screen.queryByText(/in your browser$/)?.textContent ?? null).toBe(words);
});
