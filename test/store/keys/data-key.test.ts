import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Secret } from '../../../src-main/base/secret.ts';
import { openVault } from '../../../src-main/store/keys/data-key.ts';
import type { Database } from '../../../src-main/store/database.ts';
import type { Keyring } from '../../../src-main/store/keys/keyring.ts';
import type { Place } from '../../../src-main/store/keys/vault.ts';
import { bytesOf, now, openTemporary, temporaryFolder } from '../fixture.ts';

/*
 * A keychain in memory that really encrypts. The states that are tested with it (absent, locked, slow, reset) cannot be
 * produced with a real one in a unit test; a real one runs in the end-to-end tests.
 */
function memoryKeyring(other: Partial<Keyring> = {}): Keyring {
  const secret = randomBytes(32);
  return {
    backend: 'memory-keyring',
    available: async () => true,
    wrap: async (plain) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', secret, nonce);
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap: async (wrapped) => {
      const decipher = createDecipheriv('aes-256-gcm', secret, wrapped.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(wrapped.subarray(-16));
      return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
    },
    ...other,
  };
}

const place: Place = { table: 'token_set', row: 'row', column: 'access_token' };
const rows = (database: Database) => database.prepare('SELECT * FROM data_key ORDER BY id').all();
const never = () => new Promise<never>(() => undefined);

/** A database whose key an earlier start made, and the keyring that has it. */
async function started() {
  const file = join(temporaryFolder(), 'keyfob.db');
  const database = openTemporary(file);
  const keyring = memoryKeyring();
  const { vault } = await openVault(database, keyring, { now });
  return { file, database, keyring, sealed: vault.seal(place, new Secret('kept')), before: rows(database) };
}

describe('the first start', () => {
  it('makes a key, has the keyring wrap it, and opens with it from then on', async () => {
    const { database, keyring, sealed, before } = await started();
    expect(before).toHaveLength(1);
    const again = await openVault(database, keyring, { now: now + 1 });
    expect(again).toMatchObject({ state: 'keyring', backend: 'memory-keyring' });
    expect(again.vault.open(place, sealed).reveal()).toBe('kept');
    expect(rows(database)).toEqual(before);
  });

  it('writes no unwrapped key to the disk', async () => {
    const file = join(temporaryFolder(), 'keyfob.db');
    let key = Buffer.alloc(0);
    const real = memoryKeyring();
    const watched: Keyring = {
      ...real,
      wrap: (plain) => {
        key = Buffer.from(plain);
        return real.wrap(plain);
      },
    };
    await openVault(openTemporary(file), watched, { now });
    // The form of what it seals in one byte, and 256 bits.
    expect(key).toHaveLength(33);
    expect(key[0]).toBe(2);
    const alone = key.subarray(1);
    for (const form of [alone, alone.toString('base64'), alone.toString('hex'), key.toString('base64')])
      expect(bytesOf(file).includes(form)).toBe(false);
  });

  it.each<[string, 'locked' | 'slow', Partial<Keyring>]>([
    ['gives another key back', 'locked', { unwrap: async () => randomBytes(32) }],
    ['cannot read what it wrote', 'locked', { unwrap: async () => Promise.reject(new Error('no')) }],
    ['refuses to wrap', 'locked', { wrap: async () => Promise.reject(new Error('no')) }],
    ['never answers', 'slow', { wrap: never }],
  ])('stores no key where the keyring %s: %s', async (_fault, state, fault) => {
    const database = openTemporary();
    const answer = await openVault(database, memoryKeyring(fault), { timeoutMs: 50, now });
    expect(answer.state).toBe(state);
    expect(rows(database)).toEqual([]);
  });

  it('uses the key of another process that was faster', async () => {
    const file = join(temporaryFolder(), 'keyfob.db');
    const [mine, theirs] = [openTemporary(file), openTemporary(file)];
    const keyring = memoryKeyring();
    const [a, b] = await Promise.all([openVault(mine, keyring, { now }), openVault(theirs, keyring, { now })]);
    expect(rows(mine)).toHaveLength(1);
    expect(b.vault.open(place, a.vault.seal(place, new Secret('shared'))).reveal()).toBe('shared');
  });
});

describe('a keyring that does not return the key', () => {
  it('is absent from the start: storage is memory, and no key is stored', async () => {
    const database = openTemporary();
    const answer = await openVault(database, memoryKeyring({ available: async () => false }), { now });
    expect(answer.state).toBe('memory');
    expect(answer.vault.open(place, answer.vault.seal(place, new Secret('a'))).reveal()).toBe('a');
    expect(rows(database)).toEqual([]);
  });

  it.each<[string, 'memory' | 'locked' | 'slow', Partial<Keyring>]>([
    ['gone, with another backend in its place', 'memory', { backend: 'basic_text', available: async () => false }],
    ['there but unavailable', 'locked', { available: async () => false }],
    ['refusing', 'locked', { unwrap: async () => Promise.reject(new Error('locked')) }],
    ['giving another key', 'locked', { unwrap: async () => randomBytes(32) }],
    ['giving too few bytes', 'locked', { unwrap: async () => randomBytes(5) }],
    ['failing to say whether it is there', 'locked', { available: async () => Promise.reject(new Error('no')) }],
    ['silent when asked for the key', 'slow', { unwrap: never }],
    ['silent when asked whether it is there', 'slow', { available: never }],
  ])('is %s: %s, and the stored key is unchanged, byte for byte', async (_fault, state, fault) => {
    const { database, keyring, sealed, before } = await started();
    const answer = await openVault(database, { ...keyring, ...fault }, { timeoutMs: 50, now });
    expect(answer.state).toBe(state);
    expect(rows(database)).toEqual(before);
    expect(() => answer.vault.open(place, sealed)).toThrow(expect.objectContaining({ code: 'sealed_value_refused' }));
    const back = await openVault(database, keyring, { now });
    expect(back.state).toBe('keyring');
    expect(back.vault.open(place, sealed).reveal()).toBe('kept');
  });

  it('was reset: that is reported, and the stored key is unchanged', async () => {
    const { database, before } = await started();
    expect((await openVault(database, memoryKeyring(), { now })).state).toBe('reset');
    expect(rows(database)).toEqual(before);
  });

  it('is waited for within the limit, the same for all its answers together', async () => {
    const { database, keyring } = await started();
    const slowly = <T>(value: T) => new Promise<T>((resolve) => setTimeout(resolve, 70, value));
    const unwrapped = vi.fn();
    const answer = await openVault(
      database,
      { ...keyring, available: () => slowly(true), unwrap: () => slowly(randomBytes(32)).finally(unwrapped) },
      { timeoutMs: 100, now },
    );
    expect(answer.state).toBe('slow');
    expect(unwrapped).not.toHaveBeenCalled();
  });

  it('is waited for two seconds by default', async () => {
    const { database, keyring } = await started();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const answered = vi.fn();
    const opening = openVault(database, { ...keyring, unwrap: never });
    void opening.then(answered);
    await vi.advanceTimersByTimeAsync(1999);
    expect(answered).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect((await opening).state).toBe('slow');
  });
});

it('the vault reports a stored key that is damaged', async () => {
  const { database, keyring } = await started();
  database.exec('UPDATE data_key SET check_value = zeroblob(61)');
  const before = rows(database);
  expect((await openVault(database, keyring, { now })).state).toBe('reset');
  expect(rows(database)).toEqual(before);
});

it('the vault opens with the newest key', async () => {
  const { database, keyring, before } = await started();
  database.exec('CREATE TEMP TABLE kept AS SELECT * FROM data_key; DELETE FROM data_key;');
  const { vault } = await openVault(database, keyring, { now: now + 1 });
  database.exec('INSERT INTO data_key SELECT * FROM kept');
  expect(before).toHaveLength(1);
  expect(rows(database)).toHaveLength(2);
  expect((await openVault(database, keyring, { now })).vault.keyId).toBe(vault.keyId);
});

describe('an outdated wrapping of the key', () => {
  const outdated = (keyring: Keyring): Keyring => ({
    ...keyring,
    unwrap: async (wrapped, tell) => {
      tell?.();
      return keyring.unwrap(wrapped);
    },
  });
  const wrapped = (database: Database) => database.prepare('SELECT wrapped_key FROM data_key').pluck().get();

  it('is replaced once the key was opened, checked, and read back from the new one', async () => {
    const { database, keyring, sealed } = await started();
    const before = wrapped(database);
    const answer = await openVault(database, outdated(keyring), { now });
    expect(answer.vault.open(place, sealed).reveal()).toBe('kept');
    expect(wrapped(database)).not.toEqual(before);
    const after = await openVault(database, keyring, { now });
    expect(after.state).toBe('keyring');
    expect(after.vault.open(place, sealed).reveal()).toBe('kept');
  });

  it.each<[string, Partial<Keyring>]>([
    ['cannot be made', { wrap: async () => Promise.reject(new Error('no')) }],
    ['never comes', { wrap: never }],
    ['does not hold the same key', { wrap: async () => Buffer.from('something else') }],
  ])('stays, and the vault opens all the same, where the new one %s', async (_fault, fault) => {
    const { database, keyring, before } = await started();
    const answer = await openVault(database, { ...outdated(keyring), ...fault }, { timeoutMs: 50, now });
    expect(answer.state).toBe('keyring');
    expect(rows(database)).toEqual(before);
  });
});
