import { expect, it, onTestFinished } from 'vitest';
import { Permissions } from '../../../src-main/bridge/access/permissions.ts';
import type { Answer } from '../../../src-main/bridge/access/questions.ts';
import type { Caller } from '../../../src-main/bridge/caller/find-caller.ts';
import { signOut } from '../../../src-main/connections/sign-out/disconnect.ts';
import { removeServer } from '../../../src-main/connections/servers/servers.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { claude } from './claude.ts';

const { pattern: _, ...withoutPattern } = claude();
const script = (): Caller => ({ ...withoutPattern, kind: 'script' });
const never = new AbortController().signal;

async function permissions(options: { hasDisplay?: boolean; patience?: number; kit?: Keyfob } = {}) {
  const kit = options.kit ?? (await startKeyfob());
  let changes = 0;
  let grants = 0;
  const access = new Permissions({
    context: kit.context,
    hasDisplay: () => options.hasDisplay ?? true,
    onQuestions: () => (changes += 1),
    onGrants: () => (grants += 1),
    ...(options.patience !== undefined && { patience: options.patience }),
  });
  kit.subscribe((event) => access.follow(event));
  onTestFinished(() => access.questions.drop());
  const count = kit.store.servers.list(kit.session.workspaceId).length;
  const slot = kit.slot(kit.addServer(`https://a${count}.example/mcp`));
  const answer = (given: Answer) => {
    const [question] = access.questions.list;
    if (!question) throw new Error('nothing is asked');
    access.questions.answer(question.id, given);
  };
  return { kit, access, slot, answer, changes: () => changes, grants: () => grants };
}

it('a permission for good is kept by the program, over connections, updates and starts', async () => {
  const { kit, access, slot, answer } = await permissions();
  const asked = access.ask(claude(), slot, never);
  answer('always');
  expect(await asked).toBe('allowed');
  expect(access.isAllowed({ ...claude(), path: '/opt/claude/2.2' }, slot)).toBe(true);
  const later = await permissions({ kit });
  expect(later.access.isAllowed(claude(), slot)).toBe(true);
  expect(later.access.isAllowed(claude('/opt/other'), slot)).toBe(false);
  expect(later.access.isAllowed({ ...claude(), pattern: { family: '/opt/claude/*', viaShell: true } }, slot)).toBe(
    false,
  );
  expect(later.access.isAllowed(claude(), later.slot)).toBe(false);
});

it('a permission for one connection is not that of the next', async () => {
  const { access, slot, answer } = await permissions();
  const [first, second] = [claude(), claude()];
  const asked = access.ask(first, slot, never);
  answer('once');
  expect(await asked).toBe('allowed');
  expect([access.isAllowed(first, slot), access.isAllowed(second, slot)]).toEqual([true, false]);
});

it('a refusal for good is asked about no more, until it is forgotten', async () => {
  const { kit, access, slot, answer } = await permissions();
  const asked = access.ask(claude(), slot, never);
  answer('never');
  expect(await asked).toBe('refused');
  expect(await access.ask(claude(), slot, never)).toBe('refused');
  const [grant] = kit.store.programGrants.list();
  expect(grant).toMatchObject({ program: 'Claude Code', path: '/opt/claude/2.1', answer: 'never' });
  access.revoke(grant ?? { programId: '', serverId: '', profileId: null });
  void access.ask(claude(), slot, never);
  expect(access.questions.list).toHaveLength(1);
});

it('“not now” holds for the connection for a minute, and for no other', async () => {
  const { kit, access, slot, answer } = await permissions();
  const [first, second] = [claude(), claude()];
  const asked = access.ask(first, slot, never);
  answer('not_now');
  expect(await asked).toBe('not_now');
  expect(await access.ask(first, slot, never)).toBe('not_now');
  void access.ask(second, slot, never);
  expect(access.questions.list).toHaveLength(1);
  answer('not_now');
  kit.clock.ahead = 60_001;
  void access.ask(first, slot, never);
  expect(access.questions.list).toHaveLength(1);
});

it('two processes, the first one killed: one prompt, and the second one works', async () => {
  const { access, slot, answer } = await permissions();
  const killed = new AbortController();
  const first = access.ask(claude(), slot, killed.signal);
  const second = claude();
  const asked = access.ask(second, slot, never);
  killed.abort(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  expect(access.questions.list).toHaveLength(1);
  answer('once');
  expect(await asked).toBe('allowed');
  expect(access.isAllowed(second, slot)).toBe(true);
});

it.each(['always', 'once'] as const)(
  'an answer “%s” that comes after the connection died counts for the program’s next one',
  async (given) => {
    const { access, slot, answer } = await permissions();
    const dead = new AbortController();
    const asked = access.ask(claude(), slot, dead.signal);
    dead.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
    answer(given);
    expect(await access.ask(claude(), slot, never)).toBe('allowed');
    expect(access.questions.list).toEqual([]);
  },
);

it('a program that connects again and again fills the window with 20 questions at most', async () => {
  const { access, slot } = await permissions();
  const asked = Array.from({ length: 30 }, () => access.ask(script(), slot, never));
  expect(await asked[29]).toBe('not_now');
  expect(access.questions.list).toHaveLength(20);
});

it('the use of a permission is noted once in a minute', async () => {
  const { access, slot, answer, grants } = await permissions();
  const asked = access.ask(claude(), slot, never);
  answer('always');
  await asked;
  const before = grants();
  for (let call = 0; call < 5; call += 1) access.use(claude(), slot);
  expect(grants() - before).toBe(1);
});

it('a script is asked about each time, and nothing of it is kept', async () => {
  const { kit, access, slot, answer } = await permissions();
  const [first, second] = [script(), script()];
  const asked = [access.ask(first, slot, never), access.ask(second, slot, never)];
  expect(access.questions.list).toHaveLength(2);
  answer('always');
  answer('not_now');
  expect(await Promise.all(asked)).toEqual(['allowed', 'not_now']);
  expect(kit.store.programGrants.list()).toEqual([]);
  expect(access.isAllowed(script(), slot)).toBe(false);
});

it('a question is asked where a window can be shown, and counts as “not now” after its time', async () => {
  const without = await permissions({ hasDisplay: false });
  expect(await without.access.ask(claude(), without.slot, never)).toBe('no_window');
  const { access, slot, changes } = await permissions({ patience: 1 });
  expect(await access.ask(claude(), slot, never)).toBe('not_now');
  expect(access.questions.list).toEqual([]);
  expect(changes()).toBe(2);
});

it('a permission that is revoked ends the program’s connections at once, and no other program’s', async () => {
  const { kit, access, slot, answer } = await permissions();
  const [kept, once, other] = [claude(), claude(), claude('/opt/other')];
  for (const [caller, given] of [
    [other, 'once'],
    [once, 'once'],
    [kept, 'always'],
  ] as const) {
    const asked = access.ask(caller, slot, never);
    answer(given);
    await asked;
  }
  const ended: string[] = [];
  access.whenEnded(kept, slot, () => ended.push('kept'));
  access.whenEnded(once, slot, () => ended.push('once'));
  access.whenEnded(other, slot, () => ended.push('other'));
  const stop = access.whenEnded(kept, slot, () => ended.push('stopped'));
  stop();
  expect(access.serversFor(kept)).toEqual([slot.serverId]);
  const [grant] = kit.store.programGrants.list();
  expect(access.revoke(grant ?? { programId: '', serverId: '', profileId: null })).toBe(true);
  expect(ended).toEqual(['kept', 'once']);
  expect([kept, once, other].map((caller) => access.isAllowed(caller, slot))).toEqual([false, false, true]);
});

it('a sign-out and a removed server end the permissions, a lapse does not', async () => {
  const { kit, id } = await startRealParts();
  const { access, answer } = await permissions({ kit });
  const slot = kit.slot(id);
  await kit.signIn(id);
  const allow = async () => {
    const caller = claude();
    const asked = access.ask(caller, slot, never);
    answer('always');
    await asked;
    return caller;
  };
  const ended: string[] = [];
  access.whenEnded(await allow(), slot, () => ended.push('signed out'));
  kit.context.publish({ type: 'tokens_changed', slot });
  expect(ended).toEqual([]);
  const server = kit.store.servers.get(slot.workspaceId, id);
  if (!server) throw new Error('there is no server');
  await signOut(kit.context, server, slot);
  expect(ended).toEqual(['signed out']);
  expect(kit.store.programGrants.list()).toEqual([]);
  access.whenEnded(await allow(), slot, () => ended.push('removed'));
  await removeServer(kit.context, kit.session, id);
  expect(ended).toEqual(['signed out', 'removed']);
});

it('a change of what is kept is told: a decision for good, its use and its end, and no permission for once', async () => {
  const { kit, access, slot, answer, grants } = await permissions();
  const asked = access.ask(claude(), slot, never);
  answer('once');
  await asked;
  expect(grants()).toBe(0);
  const kept = access.ask(claude(), slot, never);
  answer('always');
  await kept;
  expect(grants()).toBe(1);
  access.use(claude(), slot);
  expect(grants()).toBe(2);
  const [grant] = kit.store.programGrants.list();
  access.revoke(grant ?? { programId: '', serverId: '', profileId: null });
  expect(grants()).toBe(3);
  expect(access.isAllowed(claude(), slot)).toBe(false);
});

it('a permission until the lock is that of the program on every connection, and ends with the lock', async () => {
  const { access, slot, answer } = await permissions();
  const first = claude();
  const asked = access.ask(first, slot, never);
  answer('until_lock');
  expect(await asked).toBe('allowed');
  expect([access.isAllowed(first, slot), access.isAllowed(claude(), slot)]).toEqual([true, true]);
  expect(access.isAllowed(claude('/opt/other'), slot)).toBe(false);
  const ended: string[] = [];
  access.whenEnded(first, slot, () => ended.push('first'));
  access.endUntilLock();
  expect([access.isAllowed(first, slot), access.isAllowed(claude(), slot), ended]).toEqual([false, false, ['first']]);
});

it('a permission for good ends when no program has used it for 90 days', async () => {
  const { kit, access, slot, answer } = await permissions();
  const asked = access.ask(claude(), slot, never);
  answer('always');
  await asked;
  kit.clock.ahead = 60 * 86_400_000;
  access.use(claude(), slot);
  kit.clock.ahead = 149 * 86_400_000;
  access.endUnused();
  expect(access.isAllowed(claude(), slot)).toBe(true);
  kit.clock.ahead = 151 * 86_400_000;
  access.endUnused();
  expect(access.isAllowed(claude(), slot)).toBe(false);
});
