import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Lock } from '../../src-main/lock/lock.ts';
import { systemCheck } from '../../src-main/lock/system-check.ts';
import { pauseAfter } from '../../src-main/lock/pause.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { noSystemCheck } from '../support/no-desktop.ts';
import { storedPassphrase } from '../support/stored-passphrase.ts';

const passphrase = 'a horse, a kingdom';

/** `computer.up`: milliseconds since the computer started. The kit's clock must have no effect. */
async function locked() {
  const kit = await startKeyfob();
  const computer = { up: 3_600_000 };
  const options = { store: kit.store, now: kit.context.now, uptime: () => computer.up, system: noSystemCheck };
  const open = () => new Lock(options);
  kit.store.lock.save(storedPassphrase(passphrase));
  const lock = open();
  return { kit, lock, open, computer };
}

const uptime = () => 3_600_000;

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'open',
    ({ code }: { code: string }) => code,
  );

it('the lock cannot be locked where there is no passphrase', async () => {
  const { store } = await startKeyfob();
  const lock = new Lock({ store, uptime, system: noSystemCheck });
  lock.lock();
  expect(lock.view()).toEqual({ state: 'off', system: false, wait: 0 });
});

it('the lock is opened by the passphrase and by no other, and informs its listeners', async () => {
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

it('the lock accepts a passphrase however the keyboard composes its letters', async () => {
  const { lock } = await locked();
  await lock.setUp('xin chào bạn'.normalize('NFD'), passphrase);
  lock.lock();
  await lock.unlock('xin chào bạn'.normalize('NFC'));
  expect(lock.isLocked).toBe(false);
});

it('the lock is locked again after every start, also after one that was killed', async () => {
  const { lock, open } = await locked();
  await lock.unlock(passphrase);
  expect(open().view().state).toBe('locked');
});

it('the lock stores a hash with a salt of its own, and not the passphrase', async () => {
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

it('the lock stores what scrypt makes of the passphrase at the cost that is stored beside it', async () => {
  const { kit, lock } = await locked();
  await lock.setUp(passphrase, passphrase);
  const { salt, hash } = kit.store.lock.get() ?? {};
  const expected = scryptSync(passphrase, salt ?? '', 32, { N: 131_072, r: 8, p: 1, maxmem: 2 ** 28 });
  expect(Buffer.from(hash ?? [])).toEqual(expected);
});

it('the lock accepts a passphrase of eight characters, and refuses one of seven', async () => {
  const { store } = await startKeyfob();
  const lock = new Lock({ store, uptime, system: noSystemCheck });
  expect(await codeOf(lock.setUp('1234567'))).toBe('passphrase_short');
  await lock.setUp('12345678');
  expect(lock.view().state).toBe('open');
});

it('the lock stays locked where the stored hash of the passphrase was cut off', async () => {
  const { kit, lock } = await locked();
  const row = kit.store.lock.get();
  if (!row) throw new Error('there is no passphrase');
  kit.store.lock.save({ ...row, hash: row.hash.subarray(0, 16) });
  expect(await codeOf(lock.unlock(passphrase))).toBe('passphrase_wrong');
  expect(lock.isLocked).toBe(true);
});

it('the lock refuses a passphrase that is too short, counted in characters', async () => {
  const { store } = await startKeyfob();
  const lock = new Lock({ store, uptime, system: noSystemCheck });
  expect(await codeOf(lock.setUp('🐎🐎🐎🐎'))).toBe('passphrase_short');
  expect(lock.view().state).toBe('off');
});

describe('wrong passphrases', () => {
  it('make the next one wait, longer and longer, over a restart too', async () => {
    const { kit, lock, open, computer } = await locked();
    for (let count = 0; count < 3; count++) expect(await codeOf(lock.unlock('wrong'))).toBe('passphrase_wrong');
    expect(await codeOf(lock.unlock(passphrase))).toBe('passphrase_paused');
    expect(await codeOf(open().unlock(passphrase))).toBe('passphrase_paused');
    expect(lock.view().wait).toBe(5_000);
    computer.up += 4_999;
    expect([lock.view().wait, open().view().wait]).toEqual([1, 1]);
    expect(await codeOf(lock.unlock(passphrase))).toBe('passphrase_paused');
    computer.up += 1;
    expect(lock.view().wait).toBe(0);
    expect(await codeOf(lock.unlock('wrong'))).toBe('passphrase_wrong');
    computer.up += 5_000;
    expect(await codeOf(lock.unlock(passphrase))).toBe('passphrase_paused');
    computer.up += 5_000;
    await lock.unlock(passphrase);
    expect(kit.store.lock.get()).toMatchObject({ failures: 0, failedAt: null });
  });

  it('make the next one wait as long when the clock is set forward by a day, over a restart too', async () => {
    const { kit, lock, open, computer } = await locked();
    for (let count = 0; count < 3; count++) await codeOf(lock.unlock('wrong'));
    kit.clock.ahead += 24 * 3_600_000;
    expect(await codeOf(lock.unlock(passphrase))).toBe('passphrase_paused');
    expect(await codeOf(open().unlock(passphrase))).toBe('passphrase_paused');
    expect(lock.view().wait).toBe(5_000);
    computer.up += 5_000;
    await lock.unlock(passphrase);
  });

  it('make the next one wait no longer when the clock is set back by a year', async () => {
    const { kit, lock, open, computer } = await locked();
    for (let count = 0; count < 3; count++) await codeOf(lock.unlock('wrong'));
    kit.clock.ahead -= 365 * 24 * 3_600_000;
    expect([lock.view().wait, open().view().wait]).toEqual([5_000, 5_000]);
    computer.up += 5_000;
    await lock.unlock(passphrase);
  });

  it('make the next one wait from the start of the computer on, where it was started again', async () => {
    const { lock, open, computer } = await locked();
    for (let count = 0; count < 9; count++) {
      computer.up += 600_000;
      expect(await codeOf(lock.unlock('wrong'))).toBe('passphrase_wrong');
    }
    expect(lock.view().wait).toBe(320_000);
    computer.up = 20_000;
    const again = open();
    expect(again.view().wait).toBe(300_000);
    expect(await codeOf(again.unlock(passphrase))).toBe('passphrase_paused');
    computer.up = 320_000;
    await again.unlock(passphrase);
  });

  it('are counted one by one, however many come at once', async () => {
    const { lock } = await locked();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(lock.unlock('wrong'))));
    expect(outcomes.filter((code) => code === 'passphrase_wrong')).toHaveLength(3);
    expect(outcomes.filter((code) => code === 'passphrase_paused')).toHaveLength(17);
  });

  it('never wait longer than ten minutes', () => {
    expect([0, 2, 3, 4, 10, 1000].map(pauseAfter)).toEqual([0, 0, 5_000, 10_000, 600_000, 600_000]);
  });
});

describe('a change of the passphrase', () => {
  it('needs the current one', async () => {
    const { lock } = await locked();
    await lock.unlock(passphrase);
    expect(await codeOf(lock.setUp('another one', 'wrong'))).toBe('passphrase_wrong');
    expect(await codeOf(lock.setUp('another one'))).toBe('passphrase_wrong');
    expect(await codeOf(lock.remove('wrong'))).toBe('passphrase_wrong');
    expect(lock.view().state).toBe('open');
  });

  it('removes the lock where the passphrase is removed', async () => {
    const { lock, open } = await locked();
    await lock.unlock(passphrase);
    await lock.remove(passphrase);
    expect(lock.view().state).toBe('off');
    expect(open().isLocked).toBe(false);
  });
});

/** Electron asks by Touch ID on macOS, which no test can use: these replace Electron's two functions. */
describe('the computer’s own check', () => {
  const touchId = (answer: () => Promise<void>) => ({ canPromptTouchID: () => true, promptTouchID: answer });

  it('unlocks where it succeeds', async () => {
    const { kit } = await locked();
    const reasons: string[] = [];
    const system = systemCheck(
      { canPromptTouchID: () => true, promptTouchID: async (reason) => void reasons.push(reason) },
      'darwin',
      () => 'unlock your servers',
    );
    const lock = new Lock({ store: kit.store, uptime, system });
    expect(lock.view()).toMatchObject({ state: 'locked', system: true });
    await lock.unlockBySystem();
    expect(lock.isLocked).toBe(false);
    expect(reasons).toEqual(['unlock your servers']);
  });

  it('does not unlock where it fails, and is not called where there is none', async () => {
    const { kit, lock } = await locked();
    const no = systemCheck(
      touchId(() => Promise.reject(new Error('cancelled'))),
      'darwin',
      () => '',
    );
    const refused = new Lock({ store: kit.store, uptime, system: no });
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
