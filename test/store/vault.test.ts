import { randomBytes, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/secret.ts';
import { type Place, Vault } from '../../src-main/store/vault.ts';

const place: Place = { table: 'token_set', row: 'row-1', column: 'access_token' };
const refused = expect.objectContaining({ name: 'StoreError', code: 'sealed_value_refused' });

describe('a sealed value', () => {
  it('opens to what was sealed, whatever the text', () => {
    const vault = Vault.withFreshKey();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (text) => {
        expect(vault.open(place, vault.seal(place, new Secret(text))).reveal()).toBe(text);
      }),
    );
  });

  it('never looks the same twice', () => {
    const vault = Vault.withFreshKey();
    const seen = new Set(
      Array.from({ length: 1000 }, () => Buffer.from(vault.seal(place, new Secret('same'))).toString('hex')),
    );
    expect(seen.size).toBe(1000);
  });

  it('starts with its form and the id of its key', () => {
    const id = randomUUID();
    const sealed = Buffer.from(new Vault(id, randomBytes(32)).seal(place, new Secret('four')));
    expect(sealed[0]).toBe(2);
    expect(sealed.subarray(1, 17).toString('hex')).toBe(id.replaceAll('-', ''));
    expect(sealed.length).toBe(1 + 16 + 12 + 4 + 16);
  });

  it('opens nowhere but in its own place', () => {
    const vault = Vault.withFreshKey();
    const sealed = vault.seal(place, new Secret('token'));
    for (const other of [
      { ...place, table: 'client_registration' },
      { ...place, row: 'row-2' },
      { ...place, column: 'refresh_token' },
      { table: 'token_setrow-1', row: '', column: 'access_token' },
      { table: 'token_set","row-1', row: '', column: 'access_token' },
    ]) {
      expect(() => vault.open(other, sealed)).toThrow(refused);
    }
  });

  it('is refused when swapped with any other, when cut, and when any bit is changed', () => {
    const vault = Vault.withFreshKey();
    const places = ['a', 'b', 'c'].flatMap((row) =>
      ['access_token', 'refresh_token'].map((column): Place => ({ table: 'token_set', row, column })),
    );
    const sealed = places.map((at) => vault.seal(at, new Secret('the same text')));
    for (const [i, at] of places.entries()) {
      for (const [j, blob] of sealed.entries()) {
        if (i !== j) expect(() => vault.open(at, blob)).toThrow(refused);
      }
    }
    const [blob] = sealed as [Uint8Array];
    const [at] = places as [Place];
    for (let length = 0; length < blob.length; length += 1) {
      expect(() => vault.open(at, blob.subarray(0, length))).toThrow(refused);
    }
    for (let bit = 0; bit < blob.length * 8; bit += 1) {
      const changed = Uint8Array.from(blob);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => vault.open(at, changed)).toThrow(refused);
    }
    expect(() => vault.open(at, Buffer.concat([blob, Buffer.of(0)]))).toThrow(refused);
  });

  it('is refused with another key, even one that bears the same id', () => {
    const id = randomUUID();
    const sealed = new Vault(id, randomBytes(32)).seal(place, new Secret('token'));
    expect(() => new Vault(id, randomBytes(32)).open(place, sealed)).toThrow(refused);
    expect(() => Vault.withFreshKey().open(place, sealed)).toThrow(refused);
  });

  it('is refused without a word about its content', () => {
    const vault = Vault.withFreshKey();
    const sealed = vault.seal(place, new Secret('canary-content'));
    try {
      vault.open({ ...place, row: 'canary-place' }, sealed);
      expect.unreachable();
    } catch (error) {
      expect(inspect(error, { depth: 10 })).not.toMatch(/canary-/);
      expect((error as Error).cause).toBeUndefined();
    }
  });
});

it('takes only a key of 256 bits under a UUID', () => {
  expect(() => new Vault(randomUUID(), randomBytes(16))).toThrow(TypeError);
  expect(() => new Vault('key-1', randomBytes(32))).toThrow(TypeError);
});

it('does not print its key', () => {
  const key = randomBytes(32);
  const vault = new Vault(randomUUID(), key);
  const printed = inspect(vault, { depth: 10, showHidden: true }) + JSON.stringify(vault);
  expect(printed).not.toContain(key.toString('hex'));
  expect(printed).not.toContain(key.toString('base64'));
  expect(Object.keys(vault)).toEqual([]);
});
