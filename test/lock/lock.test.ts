import { describe, expect, it } from 'vitest';
import { Lock } from '../../src-main/lock/lock.ts';
import { systemCheck } from '../../src-main/lock/system-check.ts';
import { pauseAfter } from '../../src-main/lock/pause.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { noSystemCheck } from '../support/no-desktop.ts';

const passphrase = 'a horse, a kingdom';

async function locked() {
  const kit = await startKeyfob();
  const open = () => new Lock({ store: kit.store, now: kit.context.now, system: noSystemCheck });
  const lock = open();
  await lock.setUp(passphrase);
  lock.lock();
  return { kit, lock, open };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'open',
    ({ code }: { code: string }) => code,
  );

it('does not lock where there is nothing to unlock it with', async () => {
  const { store, context } = await startKeyfob();
  const lock = new Lock({ store, now: context.now, system: noSystemCheck });
  lock.lock();
  expect(lock.view()).toEqual({ state: 'off', system: false, retryAt: null });
});

it('opens with the passphrase and with no other, and tells whoever listens', async () => {
  const { lock } = await locked();
  const heard: string[] = [];
  lock.follow(({ state }) => heard.push(state));
  expect(await codeOf(lock.unlock('a horse, a kingdon'))).toBe('passphrase_wrong');
  expect(lock.isLocked).toBe(true);
  await lock.unlock(passphrase);
  expect(lock.isLocked).toBe(false);
  lock.lock();
  expect(heard).toEqual(['open', 'locked']);
});

it('takes a passphrase however the keyboard composes its letters', async () => {
  const { lock } = await locked();
  await lock.setUp('xin chào bạn'.normalize('NFD'), passphrase);
  lock.lock();
  await lock.unlock('xin chào bạn'.normalize('NFC'));
  expect(lock.isLocked).toBe(false);
});

it('is locked again after every start, also after one that was killed', async () => {
  const { lock, open } = await locked();
  await lock.unlock(passphrase);
  expect(open().view().state).toBe('locked');
});

it('keeps a hash with a salt of its own, and not the passphrase', async () => {
  const { kit, lock } = await locked();
  const first = kit.store.lock.get();
  await lock.setUp(passphrase, passphrase);
  const second = kit.store.lock.get();
  expect(Buffer.from(first?.salt ?? [])).not.toEqual(Buffer.from(second?.salt ?? []));
  expect(Buffer.from(first?.hash ?? [])).not.toEqual(Buffer.from(second?.hash ?? []));
  expect(Buffer.from(second?.hash ?? []).includes(passphrase)).toBe(false);
  // OWASP's first choice for scrypt.
  expect(second?.cost).toBe(131_072);
});

it('refuses one that is too short, counted in characters', async () => {
  const { store, context } = await startKeyfob();
  const lock = new Lock({ store, now: context.now, system: noSystemCheck });
  expect(await codeOf(lock.setUp('🐎🐎🐎🐎'))).toBe('passphrase_short');
  expect(lock.view().state).toBe('off');
});

describe('wrong ones', () => {
  it('make the next one wait, longer and longer, over a restart too', async () => {
    const { kit, lock, open } = await locked();
    for (let count = 0; count < 3; count++) expect(await codeOf(lock.unlock('wrong'))).toBe('passphrase_wrong');
    expect(await codeOf(lock.unlock(passphrase))).toBe('passphrase_paused');
    expect(await codeOf(open().unlock(passphrase))).toBe('passphrase_paused');
    expect(lock.view().retryAt).toBeGreaterThan(kit.context.now());
    kit.clock.ahead += 5_001;
    expect(lock.view().retryAt).toBeNull();
    expect(await codeOf(lock.unlock('wrong'))).toBe('passphrase_wrong');
    kit.clock.ahead += 5_001;
    expect(await codeOf(lock.unlock(passphrase))).toBe('passphrase_paused');
    kit.clock.ahead += 5_000;
    await lock.unlock(passphrase);
    expect(kit.store.lock.get()).toMatchObject({ failures: 0, failedAt: null });
  });

  it('are counted one by one, however many come at once', async () => {
    const { lock } = await locked();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(lock.unlock('wrong'))));
    expect(outcomes.filter((code) => code === 'passphrase_wrong')).toHaveLength(3);
    expect(outcomes.filter((code) => code === 'passphrase_paused')).toHaveLength(17);
  });

  it('do not keep anyone waiting for a clock that was set back', async () => {
    const { kit, lock } = await locked();
    for (let count = 0; count < 3; count++) await codeOf(lock.unlock('wrong'));
    kit.clock.ahead -= 365 * 24 * 3_600_000;
    const before = kit.context.now();
    const { retryAt } = lock.view();
    expect(retryAt).toBeGreaterThanOrEqual(before + 5_000);
    expect(retryAt).toBeLessThanOrEqual(kit.context.now() + 5_000);
    kit.clock.ahead += 5_001;
    await lock.unlock(passphrase);
  });

  it('never wait longer than ten minutes', () => {
    expect([0, 2, 3, 4, 10, 1000].map(pauseAfter)).toEqual([0, 0, 5_000, 10_000, 600_000, 600_000]);
  });
});

describe('changing it', () => {
  it('wants the one before', async () => {
    const { lock } = await locked();
    await lock.unlock(passphrase);
    expect(await codeOf(lock.setUp('another one', 'wrong'))).toBe('passphrase_wrong');
    expect(await codeOf(lock.setUp('another one'))).toBe('passphrase_wrong');
    expect(await codeOf(lock.remove('wrong'))).toBe('passphrase_wrong');
    expect(lock.view().state).toBe('open');
  });

  it('leaves no lock where it is taken away', async () => {
    const { lock, open } = await locked();
    await lock.unlock(passphrase);
    await lock.remove(passphrase);
    expect(lock.view().state).toBe('off');
    expect(open().isLocked).toBe(false);
  });
});

/** Electron asks by Touch ID on macOS, which no test can touch: what stands here is Electron's two functions. */
describe('the computer’s own check', () => {
  const touchId = (answer: () => Promise<void>) => ({ canPromptTouchID: () => true, promptTouchID: answer });

  it('unlocks where it says yes', async () => {
    const { kit } = await locked();
    const reasons: string[] = [];
    const system = systemCheck(
      { canPromptTouchID: () => true, promptTouchID: async (reason) => void reasons.push(reason) },
      'darwin',
      () => 'show your servers again',
    );
    const lock = new Lock({ store: kit.store, now: kit.context.now, system });
    expect(lock.view()).toMatchObject({ state: 'locked', system: true });
    await lock.unlockBySystem();
    expect(lock.isLocked).toBe(false);
    expect(reasons).toEqual(['show your servers again']);
  });

  it('does not where it says no, and is not asked where there is none', async () => {
    const { kit, lock } = await locked();
    const no = systemCheck(
      touchId(() => Promise.reject(new Error('cancelled'))),
      'darwin',
      () => '',
    );
    const refused = new Lock({ store: kit.store, now: kit.context.now, system: no });
    expect(await codeOf(refused.unlockBySystem())).toBe('passphrase_wrong');
    expect(await codeOf(lock.unlockBySystem())).toBe('passphrase_wrong');
    expect(
      systemCheck(
        touchId(() => Promise.resolve()),
        'linux',
        () => '',
      ).available(),
    ).toBe(false);
  });
});
