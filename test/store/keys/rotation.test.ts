import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import type { Database } from '../../../src-main/store/database.ts';
import { sealedColumns, sealedTables } from '../../../src-main/store/keys/sealed-columns.ts';
import { sealedUnder, Vault } from '../../../src-main/store/keys/vault.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import type { Keyring } from '../../../src-main/store/keys/keyring.ts';
import { answering } from '../../support/answering.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';
import { openTemporary } from '../fixture.ts';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The database of a running Keyfob, read by another connection. */
const look = (kit: Keyfob): Database => openTemporary(join(kit.folder, 'keyfob.sqlite'));

const keysIn = (database: Database) =>
  database
    .prepare<[], { id: string; handover: Uint8Array | null }>('SELECT id, handover FROM data_key ORDER BY created_at')
    .all();

/** Under which keys the sealed values are, and how many there are of them. */
function sealedIn(database: Database) {
  const values = sealedTables.flatMap((table) =>
    sealedColumns[table].columns.flatMap(
      (column) =>
        database.prepare(`SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`).pluck().all() as Uint8Array[],
    ),
  );
  return { count: values.length, keys: new Set(values.map((value) => sealedUnder(value))) };
}

/** The keyring of a system that has lost every stored key. */
const another: Keyring = {
  ...wrappingKeyring,
  wrap: async (plain) => plain.map((byte) => byte ^ 0x33),
  unwrap: async (wrapped) => wrapped.map((byte) => byte ^ 0x33),
};

/** Starts with another keyring, and starts over with a key of it. */
async function startOver(folder: string): Promise<Keyfob> {
  const reset = await startKeyfob({ folder, keyring: another });
  const { answer } = await answering(reset)(reset.session, 'storage:start-over', undefined);
  expect(answer.ok).toBe(true);
  return reset;
}

async function signedIn() {
  const parts = await startRealParts();
  const { kit, id } = parts;
  await kit.signIn(id);
  kit.store.serverSecrets.save(id, 'client_secret', new Secret('hush'), 1);
  const token = async (other: Keyfob = kit) => {
    other.context.accessTokens.forget(other.slot(id));
    return (await accessToken(other.context, other.slot(id))).token.reveal();
  };
  return { ...parts, token };
}

it('the rotation knows every column that is sealed', () => {
  const database = openTemporary();
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[];
  const blobs = tables
    // A wrapped key, and a hash that opens nothing.
    .filter((table) => table !== 'data_key' && table !== 'lock')
    .flatMap((table) =>
      (database.pragma(`table_info(${table})`) as { name: string; type: string }[])
        .filter(({ type }) => type === 'BLOB')
        .map(({ name }) => `${table}.${name}`),
    )
    // The hash of a random key, which opens nothing either.
    .filter((column) => column !== 'forwarding.key_hash');
  const listed = sealedTables.flatMap((table) => sealedColumns[table].columns.map((column) => `${table}.${column}`));
  expect(listed.toSorted()).toEqual(blobs.toSorted());
});

describe('a new data key', () => {
  it('seals everything, and what is in use continues without a restart', async () => {
    const { kit, token } = await signedIn();
    const database = look(kit);
    const [before] = keysIn(database);
    const count = sealedIn(database).count;
    const kept = await token();
    await kit.keys.rotate();
    const keys = keysIn(database);
    expect(keys).toHaveLength(2);
    expect(keys[0]?.id).toBe(before?.id);
    expect(sealedIn(database)).toEqual({ count, keys: new Set([keys[1]?.id]) });
    expect(await token()).toBe(kept);
    await kit.keys.rotate();
    expect(await token()).toBe(kept);
  });

  it('is given up where the keyring does not answer, and nothing has changed', async () => {
    let silent = false;
    const never = new Promise<never>(() => undefined);
    const keyring: Keyring = { ...wrappingKeyring, wrap: (plain) => (silent ? never : wrappingKeyring.wrap(plain)) };
    const kit = await startKeyfob({ keyring });
    const before = keysIn(look(kit));
    silent = true;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const rotated = expect(kit.keys.rotate()).rejects.toMatchObject({ code: 'keyring_locked' });
    await vi.advanceTimersByTimeAsync(31_000);
    await rotated;
    vi.useRealTimers();
    expect(keysIn(look(kit))).toEqual(before);
    silent = false;
    await kit.keys.rotate();
    expect(keysIn(look(kit))).toHaveLength(2);
  });

  it('replaces the old one at the next start, and not before', async () => {
    const { kit, token } = await signedIn();
    const kept = await token();
    await kit.keys.rotate();
    kit.close();
    const again = await startKeyfob({ folder: kit.folder });
    const keys = keysIn(look(again));
    expect(keys).toHaveLength(1);
    expect(keys[0]?.handover).toBeNull();
    expect(await token(again)).toBe(kept);
  });

  it('is used by another process on the same database, for reading and for writing', async () => {
    const { kit, id, token } = await signedIn();
    const other = await startKeyfob({ folder: kit.folder });
    const kept = await token();
    await kit.keys.rotate();
    expect(await token(other)).toBe(kept);
    other.store.serverSecrets.save(id, 'id_token', new Secret('theirs'), 1);
    expect(sealedIn(look(kit)).keys.size).toBe(1);
    expect(kit.store.serverSecrets.get(id, 'id_token')?.reveal()).toBe('theirs');
  });

  it('reaches a process that slept through several rotations', async () => {
    const { kit, id, token } = await signedIn();
    const other = await startKeyfob({ folder: kit.folder });
    const kept = await token();
    for (let times = 0; times < 3; times += 1) await kit.keys.rotate();
    expect(await token(other)).toBe(kept);
    for (let times = 0; times < 2; times += 1) await kit.keys.rotate();
    other.store.serverSecrets.save(id, 'id_token', new Secret('theirs'), 1);
    expect([...sealedIn(look(kit)).keys]).toEqual([keysIn(look(kit)).at(-1)?.id]);
  });

  it('is requested from the keyring by a process whose key was discarded, which seals nothing with that', async () => {
    const { kit, id } = await signedIn();
    const other = await startKeyfob({ folder: kit.folder });
    await kit.keys.rotate();
    await kit.keys.rotate();
    kit.close();
    const later = await startKeyfob({ folder: kit.folder });
    expect(keysIn(look(later))).toHaveLength(1);
    const save = () => other.store.serverSecrets.save(id, 'id_token', new Secret('theirs'), 1);
    expect(save).toThrow(expect.objectContaining({ code: 'keyring_locked' }));
    await expect.poll(save).toBeUndefined();
    expect(later.store.serverSecrets.get(id, 'id_token')?.reveal()).toBe('theirs');
  });

  it('leaves nothing that is sealed with the old one in the daily backup or in the log', async () => {
    const { kit } = await signedIn();
    await kit.backUp();
    const database = look(kit);
    const [before] = keysIn(database);
    const header = Buffer.from(`02${String(before?.id).replaceAll('-', '')}`, 'hex');
    const copy = join(kit.folder, 'keyfob-backup.sqlite');
    expect(readFileSync(copy).includes(header)).toBe(true);
    await kit.keys.rotate();
    const sealedInCopy = sealedIn(openTemporary(copy));
    expect(sealedInCopy.count).toBeGreaterThan(0);
    expect(sealedInCopy.keys).toEqual(new Set([keysIn(database)[1]?.id]));
    expect(statSync(join(kit.folder, 'keyfob.sqlite-wal')).size).toBe(0);
  });

  it('is not made where the keyring does not return it, and nothing has changed', async () => {
    let broken = false;
    const keyring: Keyring = {
      ...wrappingKeyring,
      wrap: async (plain) => (broken ? Buffer.from('something else') : wrappingKeyring.wrap(plain)),
    };
    const kit = await startKeyfob({ keyring });
    const before = keysIn(look(kit));
    broken = true;
    await expect(kit.keys.rotate()).rejects.toMatchObject({ code: 'keyring_locked' });
    expect(keysIn(look(kit))).toEqual(before);
  });

  it('leaves a value that does not open as it is, and then the key that sealed it too', async () => {
    const { kit, id, token } = await signedIn();
    kit.store.serverSecrets.save(id, 'id_token', new Secret('damaged'), 1);
    const database = look(kit);
    const damaged = `SELECT value FROM server_secret WHERE kind = 'id_token'`;
    const value = database.prepare(damaged).pluck().get() as Buffer;
    value[value.length - 1] = (value.at(-1) ?? 0) ^ 1;
    database.prepare(`UPDATE server_secret SET value = ? WHERE kind = 'id_token'`).run(value);
    await kit.keys.rotate();
    kit.close();
    const again = await startKeyfob({ folder: kit.folder });
    expect(look(again).prepare(damaged).pluck().get()).toEqual(value);
    expect(keysIn(look(again))).toHaveLength(2);
    expect(await token(again)).not.toBe('');
  });

  it('opens by way of the old one, where the keyring returns that alone', async () => {
    const { kit, token } = await signedIn();
    const kept = await token();
    await kit.keys.rotate();
    const [, newest] = keysIn(look(kit));
    const wrapped = look(kit)
      .prepare('SELECT wrapped_key FROM data_key WHERE id = ?')
      .pluck()
      .get(newest?.id) as Buffer;
    kit.close();
    const forgetful: Keyring = {
      ...wrappingKeyring,
      unwrap: async (asked) =>
        Buffer.from(asked).equals(wrapped) ? Promise.reject(new Error('unknown')) : wrappingKeyring.unwrap(asked),
    };
    // A new wrapping is the same, and is refused again: the old key has to stay.
    const again = await startKeyfob({ folder: kit.folder, keyring: forgetful });
    expect(again.storage.state).toBe('keyring');
    expect(await token(again)).toBe(kept);
    expect(keysIn(look(again))).toHaveLength(2);
    again.close();
    const later = await startKeyfob({ folder: kit.folder });
    expect(await token(later)).toBe(kept);
    expect(keysIn(look(later))).toHaveLength(1);
  });
});

describe('a keyring that opens while Keyfob runs', () => {
  const switchable = (behind = wrappingKeyring) => {
    const state = { open: false };
    const refuse = () => Promise.reject(new Error('locked'));
    const keyring: Keyring = {
      ...behind,
      wrap: (plain) => (state.open ? behind.wrap(plain) : refuse()),
      unwrap: (wrapped) => (state.open ? behind.unwrap(wrapped) : refuse()),
    };
    return { state, keyring };
  };

  it('restores the sign-ins on the disk, and keeps those that were made meanwhile', async () => {
    const { authorization, kit, id, token } = await signedIn();
    const second = await startRealParts();
    const kept = await token();
    kit.close();
    const { state, keyring } = switchable();
    const locked = await startKeyfob({ folder: kit.folder, keyring });
    expect(locked.storage.state).toBe('locked');
    expect(locked.view(id).status.state).toBe('signed_out');
    const other = locked.addServer(second.server.url);
    await locked.signIn(other);
    expect(await locked.keys.retry()).toBe(false);
    state.open = true;
    // Two windows ask at once.
    expect(await Promise.all([locked.keys.retry(), locked.keys.retry()])).toEqual([true, true]);
    const ask = answering(locked);
    const { answer } = await ask(locked.session, 'storage:retry', undefined);
    expect(answer.ok).toBe(true);
    expect(locked.storage.state).toBe('keyring');
    expect(await token(locked)).toBe(kept);
    expect(locked.view(other).status.state).toBe('signed_in');
    expect(authorization.count('token')).toBe(1);
    locked.close();
    const later = await startKeyfob({ folder: kit.folder });
    expect(later.view(other).status.state).toBe('signed_in');
    expect(later.view(id).status.state).toBe('signed_in');
  });

  it('and has lost its key and gets a new one keeps sign-ins made meanwhile in place of the earlier ones', async () => {
    const { kit, id, token } = await signedIn();
    kit.close();
    const reset = await startKeyfob({ folder: kit.folder, keyring: another });
    await reset.signIn(id);
    const meanwhile = await token(reset);
    reset.store.serverSecrets.save(id, 'id_token', new Secret('typed meanwhile'), 1);
    await reset.keys.startOver();
    expect(await token(reset)).toBe(meanwhile);
    reset.close();
    const later = await startKeyfob({ folder: kit.folder, keyring: another });
    expect(await token(later)).toBe(meanwhile);
    expect(later.store.serverSecrets.get(id, 'id_token')?.reveal()).toBe('typed meanwhile');
  });

  it('and has lost its key can get a new one, and the old one stays for its return', async () => {
    const { kit, id, token } = await signedIn();
    const kept = await token();
    kit.close();
    const reset = await startKeyfob({ folder: kit.folder, keyring: another });
    expect(reset.storage.state).toBe('reset');
    await expect(reset.keys.rotate()).rejects.toMatchObject({ code: 'keyring_locked' });
    const { answer } = await answering(reset)(reset.session, 'storage:start-over', undefined);
    expect(answer.ok).toBe(true);
    expect(reset.storage.state).toBe('keyring');
    // Before its first use.
    expect(reset.view(id).status.state).toBe('needs_sign_in');
    await expect(token(reset)).rejects.toEqual(fault('sign_in_ended'));
    reset.close();
    // The earlier keyring is back, and does not know the key made meanwhile.
    expect(await token(await startKeyfob({ folder: kit.folder }))).toBe(kept);
  });

  it('and got a new key reports after a restart too which sign-ins are lost, and they are back when the old key is', async () => {
    const { kit, id } = await signedIn();
    const second = await startRealParts();
    kit.close();
    const reset = await startOver(kit.folder);
    const other = reset.addServer(second.server.url);
    await reset.signIn(other);
    reset.close();
    const later = await startKeyfob({ folder: kit.folder, keyring: another });
    expect(later.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'sign_in_ended' });
    expect(later.view(other).status.state).toBe('signed_in');
    later.close();
    const returned = await startKeyfob({ folder: kit.folder });
    expect(returned.view(id).status.state).toBe('signed_in');
    expect(returned.view(other).status.state).toBe('needs_sign_in');
  });

  it('reports which sign-ins a lost key took, where it opens only after the start', async () => {
    const { kit, id } = await signedIn();
    kit.close();
    (await startOver(kit.folder)).close();
    const { state, keyring } = switchable(another);
    const locked = await startKeyfob({ folder: kit.folder, keyring });
    state.open = true;
    await answering(locked)(locked.session, 'storage:retry', undefined);
    expect(locked.storage.state).toBe('keyring');
    expect(locked.view(id).status.state).toBe('needs_sign_in');
  });

  it('has the tokens of a start checked only where a key is lost', async () => {
    const { kit } = await signedIn();
    kit.close();
    const opening = vi.spyOn(Vault.prototype, 'open');
    onTestFinished(() => opening.mockRestore());
    const tokensOpened = () => opening.mock.calls.filter(([{ table }]) => table === 'token_set').length;
    (await startKeyfob({ folder: kit.folder })).close();
    expect(tokensOpened()).toBe(0);
    (await startOver(kit.folder)).close();
    opening.mockClear();
    await startKeyfob({ folder: kit.folder, keyring: another });
    expect(tokensOpened()).toBeGreaterThan(0);
  });
});
