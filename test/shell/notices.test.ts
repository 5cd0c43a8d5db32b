import { expect, it } from 'vitest';
import { Notices } from '../../src-main/shell/notices.ts';
import { wordsFor } from '../../src-main/shell/words.ts';
import type { ServerView } from '../../src-preload/contract.ts';
import { admin, member, serverView } from '../renderer/fixtures/views.ts';

const now = Date.now();
const usable: ServerView['status'] = { state: 'signed_in', renewable: true, expiresAt: now + 3_600_000 };
const lapsed: ServerView['status'] = { state: 'needs_sign_in', reason: 'refresh_refused', since: now };
const linear = (status: ServerView['status']) => [serverView('Linear', { id: 'linear', status })];

function notices({ wanted = true, watched = false } = {}) {
  const said: string[] = [];
  const opened: (string | undefined)[] = [];
  const all = new Notices({
    words: () => wordsFor('en').notices,
    wanted: () => wanted,
    isWatched: () => watched,
    show: ({ title }, { onClick }) => {
      said.push(title);
      onClick();
    },
    open: (serverId) => void opened.push(serverId),
    openSettings: () => void opened.push('the settings'),
  });
  return { all, said, opened };
}

it('a notification says once that a sign-in needs a person, where it did not before', () => {
  const { all, said, opened } = notices();
  all.look(linear(lapsed), now, admin);
  expect(said).toEqual([]);
  all.look(linear(usable), now, admin);
  all.look(linear(lapsed), now, admin);
  all.look(linear(lapsed), now, admin);
  expect(said).toEqual(['Linear needs you']);
  expect(opened).toEqual(['linear']);
  all.look(linear(usable), now, admin);
  all.look(linear(lapsed), now, admin);
  expect(said).toHaveLength(2);
});

it('a notification is not shown for an action of the person', () => {
  const { all, said } = notices();
  all.look(linear(usable), now, admin);
  all.look(linear({ state: 'signed_out' }), now, admin);
  all.look(linear(lapsed), now, admin);
  expect(said).toEqual([]);
});

it('a notification says that a sign-in is done where the window is not in view', () => {
  const away = notices();
  away.all.signedIn({ id: 'linear', name: 'Linear $&' });
  expect(away.said).toEqual(['Signed in to Linear $&']);
  const watched = notices({ watched: true });
  watched.all.signedIn({ id: 'linear', name: 'Linear' });
  expect(watched.said).toEqual([]);
});

it('a notification is not shown where it is turned off', () => {
  const { all, said } = notices({ wanted: false });
  all.look(linear(usable), now, admin);
  all.look(linear(lapsed), now, admin);
  all.signedIn({ id: 'linear', name: 'Linear' });
  all.stillHere(() => undefined);
  expect(said).toEqual([]);
});

it('a notification uses no state of another person', () => {
  const { all, said } = notices();
  all.look(linear(usable), now, admin);
  all.forget();
  all.look(linear(lapsed), now, admin);
  expect(said).toEqual([]);
});

it('a notification says once that more access is needed, which ends no sign-in', () => {
  const { all, said } = notices();
  const refused: ServerView['status'] = { state: 'needs_sign_in', reason: 'more_access_needed', since: now };
  all.look(linear(usable), now, admin);
  all.look(linear(refused), now, admin);
  expect(said).toEqual(['Linear wants more access']);
  // The next call succeeded; the requested access is still needed.
  all.look([serverView('Linear', { id: 'linear', status: usable, wantedScopes: ['write'] })], now, admin);
  all.look(linear(refused), now, admin);
  expect(said).toHaveLength(1);
  all.look(linear(lapsed), now, admin);
  expect(said).toEqual(['Linear wants more access', 'Linear needs you']);
});

it('a notification about a shared sign-in is not shown to a member who cannot renew it', () => {
  const { all, said } = notices();
  const shared = (status: ServerView['status']) => [
    { ...serverView('Linear', { status }), account: 'shared' as const },
  ];
  all.look(shared(usable), now, member);
  all.look(shared(lapsed), now, member);
  expect(said).toEqual([]);
  all.look(shared(usable), now, admin);
  all.look(shared(lapsed), now, admin);
  expect(said).toEqual(['Linear needs you']);
});

it('a notification says that Keyfob starts with the computer from now on, and opens the settings', () => {
  const { all, said, opened } = notices();
  all.startsAtLogin();
  expect(said).toEqual(['Keyfob now starts with the computer']);
  expect(opened).toEqual(['the settings']);
});
