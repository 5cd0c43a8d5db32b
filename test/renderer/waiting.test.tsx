// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import QrCode from '../../src-renderer/components/QrCode.tsx';
import DeviceCode from '../../src-renderer/views/DeviceCode.tsx';
import { Facts } from '../../src-renderer/views/Facts.tsx';
import { draw, install } from './fixtures/render.tsx';
import { appView, goodAttempt, serverView, signInView } from './fixtures/views.ts';

const minute = 60_000;
const now = Date.UTC(2026, 4, 3, 12);

beforeEach(() => vi.useFakeTimers({ now }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

it('shows the code, where to type it and how long it counts, until it has run out', async () => {
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
  expect(screen.getByText('90 s')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Copy code/ }));
  await pass(0);
  expect(bridge.asked).toEqual([{ name: 'app:copy', input: { text: 'BDKW-JXQR' } }]);
  await pass(30_000);
  expect(screen.getByText('60 s')).toBeTruthy();
  await pass(60_000);
  expect(screen.getByText('The code has run out')).toBeTruthy();
});

it('draws a QR code only where there is an address with the code in it', async () => {
  install({ app: appView, servers: [] });
  const code = { userCode: 'A', verificationUri: 'https://auth.acme.example/device', expiresAt: now + minute };
  draw(<DeviceCode code={code} />);
  await pass(0);
  expect(screen.queryByRole('img')).toBeNull();
});

it('draws dark squares on white, with the three corners that a camera looks for', () => {
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

it('stays true about a sign-in while one looks at it', async () => {
  install({ app: appView, servers: [] });
  const signIn = {
    ...signInView(now, 'https://auth.acme.example'),
    renewable: false,
    expiresAt: now + 90 * minute,
  };
  const status = { state: 'signed_in', renewable: false, expiresAt: signIn.expiresAt } as const;
  draw(<Facts server={serverView('Acme', { status, signIn })} failed={false} />);
  const soon = fact('Ends');
  expect(soon).toMatch(/can’t renew itself/);
  await pass(60 * minute);
  expect(fact('Ends')).toMatch(/in 30 minutes/);
  await pass(60 * minute);
  expect(fact('Ends')).toMatch(/30 minutes ago/);
  expect(fact('Ends')).not.toBe(soon);
});

it('says who uses a sign-in and what is known of the last one, step by step when asked', async () => {
  install({ app: appView, servers: [] });
  const server = serverView('Acme', {
    account: 'own',
    status: { state: 'signed_in', renewable: true },
    signIn: signInView(now, 'https://auth.acme.example'),
    lastAttempt: goodAttempt(now),
  });
  draw(<Facts server={server} failed={false} />);
  expect(fact('Whose sign-in')).toBe('Your own');
  expect(fact('Signed in through')).toBe('auth.acme.example');
  // The 34 seconds in the browser were the person's.
  expect(fact('Last sign-in')).toContain('6 steps, 865 ms');
  expect(screen.queryByRole('list', { name: /steps/i })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show steps' }));
  expect(screen.getAllByRole('listitem').length).toBeGreaterThanOrEqual(6);
});
