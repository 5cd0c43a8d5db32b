// @vitest-environment happy-dom
import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerView, StatusView } from '../../../src-preload/contract.ts';
import { ServerHeader } from '../../../src-renderer/views/server/ServerHeader.tsx';
import { useStatusWords } from '../../../src-renderer/words/use-status-words.ts';
import { statusLook } from '../../../src-renderer/words/status-look.ts';
import { draw, install } from '../fixtures/render.tsx';
import { admin, appView, failedAttempt, serverView, signInView } from '../fixtures/views.ts';

// Noon: the hours before and after are still the same day.
const now = new Date(2026, 4, 3, 12, 0).getTime();
const hour = 60 * 60 * 1000;

beforeEach(() => {
  vi.useFakeTimers({ now });
  install({ app: appView, servers: [] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const rows: [state: string, status: StatusView, dot: string, word: string, sentence: RegExp, button: string | null][] =
  [
    ['never signed in', { state: 'signed_out' }, 'hollow', 'Not signed in', /^Acme needs you to sign in\.$/, 'Sign in'],
    [
      'looking',
      { state: 'authorizing', since: now, phase: 'discovering' },
      'moving',
      'Connecting',
      /^Asking mcp\.acme\.example/,
      null,
    ],
    [
      'browser open',
      { state: 'authorizing', since: now, phase: 'waiting' },
      'moving',
      'Waiting for you',
      /^Finish in your browser\.$/,
      null,
    ],
    [
      'code shown',
      {
        state: 'authorizing',
        since: now,
        phase: 'waiting',
        deviceCode: { userCode: 'A', verificationUri: 'https://auth.acme.example/device', expiresAt: now + hour },
      },
      'moving',
      'Waiting for you',
      /^Enter the code in any browser\.$/,
      null,
    ],
    [
      'answer here',
      { state: 'authorizing', since: now, phase: 'exchanging' },
      'moving',
      'Finishing',
      /Finishing the sign-in/,
      null,
    ],
    [
      'usable',
      { state: 'signed_in', renewable: true, renewsAt: now + hour },
      'green',
      'Signed in',
      /^Renews itself, next at \d\d:00\.$/,
      'Open tools',
    ],
    ['usable for good', { state: 'signed_in', renewable: false }, 'green', 'Signed in', /no end date/, 'Open tools'],
    [
      'usable for days',
      { state: 'signed_in', renewable: false, expiresAt: now + 72 * hour },
      'green',
      'Signed in',
      /ends on 6 May at .* can’t renew itself\.$/,
      'Open tools',
    ],
    [
      'ends soon',
      { state: 'signed_in', renewable: false, expiresAt: now + hour },
      'amber',
      'Ends 13:00',
      /^This sign-in ends at 13:00 and can’t/,
      'Sign in again',
    ],
    [
      'stopped long ago',
      { state: 'needs_sign_in', reason: 'sign_in_ended', since: now - 240 * hour },
      'red',
      'Sign in again',
      /^This sign-in stopped working on 23 Apr\.$/,
      'Sign in again',
    ],
    [
      'not renewed',
      { state: 'needs_sign_in', reason: 'refresh_refused', since: now - hour },
      'red',
      'Sign in again',
      /^Acme refused to renew this sign-in at 11:00\.$/,
      'Sign in again',
    ],
    [
      'stopped',
      { state: 'needs_sign_in', reason: 'token_refused', since: now },
      'red',
      'Sign in again',
      /stopped working at 12:00/,
      'Sign in again',
    ],
    [
      'more access',
      { state: 'needs_sign_in', reason: 'more_access_needed', since: now },
      'amber',
      'Wants more access',
      /needs more access/,
      'Sign in again',
    ],
    ['no sign-in needed', { state: 'open' }, 'ring', 'Open', /^This server needs no sign-in\.$/, 'Open tools'],
    [
      'unreachable',
      { state: 'unreachable', since: now - hour, error: { code: 'timed_out', values: {} } },
      'dashed',
      'Unreachable',
      /^No response from mcp\.acme\.example since 11:00\.$/,
      'Try now',
    ],
    ['off', { state: 'off' }, 'bar', 'Off', /until you turn it on/, 'Turn on'],
  ];

function Said({ server }: { server: ServerView }) {
  const { word, sentence } = useStatusWords()(server);
  return (
    <div>
      <p>
        <strong>{word}</strong>
      </p>
      <p>{sentence}</p>
    </div>
  );
}

describe('a server that is', () => {
  it.each(rows)(
    '%s has a dot, a word, a sentence and one main button',
    (_state, status, dot, word, sentence, button) => {
      const server = serverView('Acme', { status });
      draw(
        <>
          <ServerHeader server={server} />
          {/* While a sign-in is under way, the header leaves this to the overview. */}
          {status.state === 'authorizing' && <Said server={server} />}
        </>,
      );
      expect(statusLook({ status, account: 'own' }, now, admin).dot).toBe(dot);
      const words = screen.getByText(word, { selector: 'strong' }).closest('div');
      expect(words?.querySelector('p + p')?.textContent).toMatch(sentence);
      // The menu beside it arrives when its code is read, and has no text of its own.
      const buttons = screen
        .queryAllByRole('button')
        .map(({ textContent }) => textContent)
        .filter(Boolean);
      expect(buttons).toEqual(button === null ? [] : [button]);
    },
  );
});

it('the status counts the seconds until a server is asked again, one by one', async () => {
  const status: StatusView = {
    state: 'unreachable',
    since: now,
    error: { code: 'timed_out', values: {} },
    retryAt: now + 42_000,
  };
  draw(<ServerHeader server={serverView('Acme', { status })} />);
  expect(screen.getByText(/Trying again in 42 seconds\.$/)).toBeTruthy();
  await act(() => vi.advanceTimersByTimeAsync(3000));
  expect(screen.getByText(/Trying again in 39 seconds\.$/)).toBeTruthy();
});

it('the status names no culprit for a sign-in that has expired', () => {
  const signIn = { ...signInView(now, 'https://auth.acme.example'), renewable: false, expiresAt: now - hour };
  const status: StatusView = { state: 'needs_sign_in', reason: 'sign_in_ended', since: signIn.expiresAt };
  draw(<ServerHeader server={serverView('Acme', { status, signIn })} />);
  expect(screen.getByText('This sign-in ended at 11:00 and can’t renew itself.')).toBeTruthy();
});

describe('the place beside the main button', () => {
  const header = (more: Partial<ServerView>) => draw(<ServerHeader server={serverView('Acme', more)} />);
  const signIn = signInView(now, 'https://auth.acme.example');

  it('has "Sign out" as long as there is a sign-in', () => {
    header({ status: { state: 'unreachable', since: now, error: { code: 'timed_out', values: {} } }, signIn });
    expect(screen.getByRole('button', { name: 'Sign out' })).toBeTruthy();
  });

  it('has no "Sign out" where there is nothing to sign out of', () => {
    header({ status: { state: 'open' } });
    expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull();
  });

  it('has the request for more access as long as it is needed, also while the sign-in works', () => {
    const status: StatusView = { state: 'signed_in', renewable: true, renewsAt: now + hour };
    header({ status, signIn, wantedScopes: ['write:issues'] });
    expect(screen.getByText('Wants more access', { selector: 'strong' }).dataset['tone']).toBe('amber');
    expect(screen.getByText('A tool requested: write issues.')).toBeTruthy();
    expect(statusLook({ status, account: 'own', wantedScopes: ['write:issues'] }, now, admin).group).toBe('needsYou');
  });

  it('the main button is secondary while the failed attempt offers a better one', () => {
    header({ lastAttempt: failedAttempt(now) });
    const button = within(screen.getByRole('banner')).getByRole('button', { name: 'Sign in' });
    expect(button.dataset['variant']).toBe('default');
  });
});
