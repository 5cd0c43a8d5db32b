// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerView } from '../../../../src-preload/contract.ts';
import { Overview } from '../../../../src-renderer/views/server/Overview.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView, signInView } from '../../fixtures/views.ts';

const now = Date.now();
const hour = 60 * 60_000;
const signIn = { ...signInView(now, 'https://auth.acme.example'), account: 'ann@acme.example', signedInBy: 'Ann' };
const fact = (name: string) => screen.queryByText(name, { selector: 'dt' })?.nextElementSibling?.textContent;
const overview = (more: Partial<ServerView>) => {
  cleanup();
  draw(<Overview server={serverView('Acme', more)} />);
};

beforeEach(() => install({ app: appView, servers: [] }));
afterEach(cleanup);

it('the overview of a sign-in that has ended says why, since when, for which account and with which access', () => {
  overview({
    status: {
      state: 'needs_sign_in',
      reason: 'refresh_refused',
      since: now - 2 * hour,
      error: {
        code: 'refresh_refused',
        values: { host: 'auth.acme.example' },
        serverText: 'grant revoked',
        remedy: 'sign_in',
      },
    },
    endedSignIn: { ...signIn, endedAt: now - 2 * hour },
  });
  expect(screen.getByRole('heading').nextElementSibling?.textContent).toMatch(
    /^auth\.acme\.example refused to renew this sign-in\. .* Sign in again\.$/,
  );
  expect(screen.getByText('grant revoked')).toBeTruthy();
  expect(fact('Was signed in as')).toBe('ann@acme.example');
  expect(fact('Was signed in')).toMatch(/, by Ann$/);
  expect(fact('Was allowed to')).toMatch(/read issues/i);
  expect(fact('Stopped working')).toMatch(/2 hours ago$/);
  for (const name of ['Signed in as', 'Allowed to', 'Ends']) expect(fact(name), name).toBeUndefined();
});

it('the overview distinguishes an expiry from a refusal', () => {
  const ended = { ...signIn, renewable: false, expiresAt: now - 3 * hour };
  overview({ status: { state: 'needs_sign_in', reason: 'sign_in_ended', since: now - 3 * hour }, signIn: ended });
  expect(screen.getByText(/for a limited time, and that time is over/)).toBeTruthy();
  expect(fact('Stopped working')).toMatch(/3 hours ago$/);
  overview({ status: { state: 'needs_sign_in', reason: 'token_refused', since: now - 3 * hour }, signIn });
  expect(screen.queryByText(/limited time/)).toBeNull();
  expect(screen.getByText(/Acme did not accept the sign-in\./)).toBeTruthy();
});

it('the overview does not report an expiry where more access is needed', () => {
  overview({ status: { state: 'needs_sign_in', reason: 'more_access_needed', since: now }, signIn });
  expect(screen.queryByRole('heading')).toBeNull();
  expect(fact('Allowed to')).toBeTruthy();
});

it('the overview says that a sign-in is kept while its server is off or does not answer, and only where there is one', () => {
  const unreachable = {
    state: 'unreachable',
    since: now,
    error: { code: 'timed_out', values: { host: 'mcp.acme.example' } },
  } as const;
  for (const status of [{ state: 'off' } as const, unreachable]) {
    overview({ status, signIn });
    expect(screen.getByText(/The sign-in is kept\./), status.state).toBeTruthy();
    overview({ status });
    expect(screen.queryByText(/The sign-in is kept\./), status.state).toBeNull();
    overview({ status, endedSignIn: { ...signIn, endedAt: now } });
    expect(screen.queryByText(/The sign-in is kept\./), status.state).toBeNull();
  }
});
