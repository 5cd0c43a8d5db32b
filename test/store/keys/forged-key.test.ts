import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import { type SafeStorage, safeStorageKeyring } from '../../../src-main/store/keys/keyring.ts';
import { sealedUnder } from '../../../src-main/store/keys/sealed-value.ts';
import { Vault } from '../../../src-main/store/keys/vault.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { openTemporary } from '../fixture.ts';

/*
 * What Chromium does on Linux, written down from components/os_crypt/sync/os_crypt_linux.cc: AES-128-CBC under a key
 * from the keyring's password, without authentication; and where that key does not fit, the key of an empty password.
 */
const cipherKey = (password: string) => pbkdf2Sync(password, 'saltysalt', 1, 16, 'sha1');
const initialVector = Buffer.alloc(16, ' ');

function encryptWith(password: string, text: string): Buffer {
  const cipher = createCipheriv('aes-128-cbc', cipherKey(password), initialVector);
  return Buffer.concat([Buffer.from('v11'), cipher.update(text), cipher.final()]);
}

function decryptWith(password: string, encrypted: Buffer): string {
  const decipher = createDecipheriv('aes-128-cbc', cipherKey(password), initialVector);
  return decipher.update(encrypted.subarray(3), undefined, 'utf8') + decipher.final('utf8');
}

function decrypt(password: string, encrypted: Buffer): string {
  try {
    return decryptWith(password, encrypted);
  } catch {
    return decryptWith('', encrypted);
  }
}

const synchronous = (password: string): SafeStorage => ({
  isEncryptionAvailable: () => true,
  encryptString: (text) => encryptWith(password, text),
  decryptString: (encrypted) => decrypt(password, encrypted),
  getSelectedStorageBackend: () => 'gnome_libsecret',
});

const asynchronous = (password: string): SafeStorage => ({
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text) => encryptWith(password, text),
  decryptStringAsync: async (encrypted) => ({ result: decrypt(password, encrypted), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => 'gnome_libsecret',
});

/** A text that the key of this password refuses: by chance it would accept one of 256. */
function forgedFor(password: string): { plain: Buffer; wrapped: Buffer } {
  for (;;) {
    const plain = Buffer.concat([Buffer.of(2), randomBytes(32)]);
    const wrapped = encryptWith('', plain.toString('base64'));
    if (decrypt(password, wrapped) === plain.toString('base64')) return { plain, wrapped };
  }
}

const password = 'of the keyring';

describe.each([
  ['synchronous', synchronous],
  ['asynchronous', asynchronous],
])('a keyring of Chromium’s on Linux, over the %s API,', (_name, make) => {
  it('unwraps what it wrapped', async () => {
    const keyring = safeStorageKeyring(make(password), 'linux');
    expect(await keyring.available()).toBe(true);
    const key = randomBytes(33);
    expect(Buffer.from(await keyring.unwrap(await keyring.wrap(key)))).toEqual(key);
  });

  it('does not unwrap what any program can encrypt, though Chromium opens it', async () => {
    const keyring = safeStorageKeyring(make(password), 'linux');
    await expect(keyring.unwrap(forgedFor(password).wrapped)).rejects.toMatchObject({ code: 'keyring_locked' });
  });

  it('is absent where its password is empty', async () => {
    const keyring = safeStorageKeyring(make(''), 'linux');
    expect(await keyring.available()).toBe(false);
    await expect(keyring.wrap(randomBytes(33))).rejects.toMatchObject({ code: 'keyring_locked' });
  });
});

it.each(['linux', 'darwin'] as const)(
  'a keyring on %s unwraps nothing that is not marked as encrypted',
  async (platform) => {
    // Some versions of Chromium regard such text as old data, and return it unchanged.
    const asItIs: SafeStorage = {
      ...asynchronous(password),
      decryptStringAsync: async (encrypted) => ({ result: encrypted.toString(), shouldReEncrypt: true }),
    };
    const keyring = safeStorageKeyring(asItIs, platform);
    const wrapped = Buffer.from(randomBytes(33).toString('base64').replace(/^v/, 'w'));
    await expect(keyring.unwrap(wrapped)).rejects.toMatchObject({ code: 'keyring_locked' });
  },
);

it('a data key that an attacker without the keyring puts into the database seals nothing', async () => {
  const keyring = safeStorageKeyring(synchronous(password), 'linux');
  const { kit, id } = await startRealParts({ keyfob: { keyring } });
  await kit.signIn(id);
  kit.close();
  const { plain, wrapped } = forgedFor(password);
  const forged = randomUUID();
  const check = new Vault(forged, plain.subarray(1)).seal(
    { table: 'data_key', row: forged, column: 'check_value' },
    new Secret('Keyfob data key'),
  );
  const database = openTemporary(join(kit.folder, 'keyfob.sqlite'));
  database
    .prepare('INSERT INTO data_key (id, backend, wrapped_key, check_value, created_at) VALUES (?, ?, ?, ?, ?)')
    .run(forged, 'gnome_libsecret', wrapped, check, Date.now() + 1000);
  const again = await startKeyfob({ folder: kit.folder, keyring });
  await accessToken(again.context, again.slot(id));
  await again.signIn(id);
  const sealed = database.prepare('SELECT access_token FROM token_set').pluck().all() as Buffer[];
  expect(sealed.map((value) => sealedUnder(value))).toEqual([expect.not.stringMatching(forged)]);
});
