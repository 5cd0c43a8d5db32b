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
    show: ({ title }, onClick) => {
      said.push(title);
      onClick();
    },
    open: (serverId) => void opened.push(serverId),
  });
  return { all, said, opened };
}

it('tells once that a sign-in needs a person, where it did not before', () => {
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

it('tells nothing that the person did themselves', () => {
  const { all, said } = notices();
  all.look(linear(usable), now, admin);
  all.look(linear({ state: 'signed_out' }), now, admin);
  all.look(linear(lapsed), now, admin);
  expect(said).toEqual([]);
});

it('tells of a sign-in that is done where nobody looks', () => {
  const away = notices();
  away.all.signedIn({ id: 'linear', name: 'Linear $&' });
  expect(away.said).toEqual(['Signed in to Linear $&']);
  const watched = notices({ watched: true });
  watched.all.signedIn({ id: 'linear', name: 'Linear' });
  expect(watched.said).toEqual([]);
});

it('tells nothing where nobody wants to be told', () => {
  const { all, said } = notices({ wanted: false });
  all.look(linear(usable), now, admin);
  all.look(linear(lapsed), now, admin);
  all.signedIn({ id: 'linear', name: 'Linear' });
  all.stillHere();
  expect(said).toEqual([]);
});

it('knows nothing of what was another person’s', () => {
  const { all, said } = notices();
  all.look(linear(usable), now, admin);
  all.forget();
  all.look(linear(lapsed), now, admin);
  expect(said).toEqual([]);
});

it('tells once that more access is wanted, which ends no sign-in', () => {
  const { all, said } = notices();
  const refused: ServerView['status'] = { state: 'needs_sign_in', reason: 'more_access_needed', since: now };
  all.look(linear(usable), now, admin);
  all.look(linear(refused), now, admin);
  expect(said).toEqual(['Linear wants more access']);
  // The next call went well; what was asked for is still wanted.
  all.look([serverView('Linear', { id: 'linear', status: usable, wantedScopes: ['write'] })], now, admin);
  all.look(linear(refused), now, admin);
  expect(said).toHaveLength(1);
  all.look(linear(lapsed), now, admin);
  expect(said).toEqual(['Linear wants more access', 'Linear needs you']);
});

it('says nothing of a shared sign-in to whoever cannot make it anew', () => {
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
