import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src-main/base/secret.ts';
import { type Place, sealedUnder, Vault } from '../../../src-main/store/keys/vault.ts';

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

  it('is different each time', () => {
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

  it('is what AES-256-GCM makes of the text and its place, so that what is on the disk opens in every version', () => {
    const id = '0b0f1a52-7c3d-4e5f-8a9b-0c1d2e3f4a5b';
    const key = Buffer.alloc(32, 7);
    const vault = new Vault(id, key);
    /** Sealed by hand: form, key id, nonce, text, tag. */
    const sealedFor = (associatedData: string) => {
      const nonce = Buffer.alloc(12, 9);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(associatedData));
      const text = cipher.update('tøken', 'utf8');
      const idBytes = Buffer.from('0b0f1a527c3d4e5f8a9b0c1d2e3f4a5b', 'hex');
      return Buffer.concat([Buffer.of(2), idBytes, nonce, text, cipher.final(), cipher.getAuthTag()]);
    };
    const placed = `[2,"${id}","token_set","row-1","access_token"`;
    expect(vault.open(place, sealedFor(`${placed},[]]`)).reveal()).toBe('tøken');
    const bound = { ...place, boundTo: ['https://notes.example/', null, true] };
    expect(vault.open(bound, sealedFor(`${placed},["https://notes.example/",null,true]]`)).reveal()).toBe('tøken');
    expect(() => vault.open(place, sealedFor(`${placed}]`))).toThrow(refused);
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

  it('is refused without revealing its content', () => {
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

it('a vault opens with a key that it only knows, and seals with the one that it adopts', () => {
  const made = () => ({ id: randomUUID(), key: randomBytes(32) });
  const [first, second, third] = [made(), made(), made()];
  const bySecond = new Vault(second.id, second.key).seal(place, new Secret('second'));
  const vault = new Vault(first.id, first.key);
  const byFirst = vault.seal(place, new Secret('first'));
  vault.addKey(second.id, second.key);
  expect(vault.open(place, bySecond).reveal()).toBe('second');
  expect([vault.hasKey(second.id), vault.hasKey(third.id)]).toEqual([true, false]);
  expect([vault.keyId, vault.newestKeyId()]).toEqual([first.id, first.id]);
  vault.setCurrentKey(third.id, third.key);
  expect(sealedUnder(vault.seal(place, new Secret('third')))).toBe(third.id);
  expect([vault.keyId, vault.newestKeyId()]).toEqual([third.id, third.id]);
  expect(vault.open(place, byFirst).reveal()).toBe('first');
});

it('a vault accepts only a key of 256 bits under a UUID', () => {
  expect(() => new Vault(randomUUID(), randomBytes(16))).toThrow(TypeError);
  expect(() => new Vault('key-1', randomBytes(32))).toThrow(TypeError);
});

it('a vault does not print its key', () => {
  const key = randomBytes(32);
  const vault = new Vault(randomUUID(), key);
  const printed = inspect(vault, { depth: 10, showHidden: true }) + JSON.stringify(vault);
  expect(printed).not.toContain(key.toString('hex'));
  expect(printed).not.toContain(key.toString('base64'));
  expect(Object.keys(vault)).toEqual([]);
});
