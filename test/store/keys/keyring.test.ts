import type { SafeStorage as ElectronSafeStorage } from 'electron';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type SafeStorage, safeStorageKeyring } from '../../../src-main/store/keys/keyring.ts';

/*
 * Electron is not available in unit tests. These objects have the shape of `safeStorage` and only the behaviour that
 * decides which path is taken; the real one runs in the end-to-end tests.
 */
const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const mark = (prefix: string, text: string) => Buffer.from(prefix + text);
const unmark = (encrypted: Buffer) => encrypted.subarray(3).toString();

const synchronous = (prefix: string, backend: string): SafeStorage => ({
  isEncryptionAvailable: () => true,
  encryptString: (text) => mark(prefix, text),
  decryptString: unmark,
  getSelectedStorageBackend: () => backend,
});

const asynchronous = (prefix: string, backend: string): SafeStorage => ({
  isEncryptionAvailable: () => expect.unreachable(),
  encryptString: () => expect.unreachable(),
  decryptString: () => expect.unreachable(),
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text) => mark(prefix, text),
  decryptStringAsync: async (encrypted) => ({ result: unmark(encrypted), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => backend,
});

it('the keyring accepts both forms of Electron’s safeStorage', () => {
  expectTypeOf<ElectronSafeStorage>().toExtend<SafeStorage>();
});

describe.each([
  ['synchronous', synchronous],
  ['asynchronous', asynchronous],
])('the keyring over the %s API', (_name, make) => {
  it('returns the bytes it wrapped', async () => {
    const keyring = safeStorageKeyring(make('v11', 'gnome_libsecret'), 'linux');
    const wrapped = await keyring.wrap(key);
    expect(Buffer.from(wrapped).toString()).toBe(`v11${Buffer.from(key).toString('base64')}`);
    expect(Uint8Array.from(await keyring.unwrap(wrapped))).toEqual(key);
  });

  it('is present on Linux where Chromium found one', async () => {
    const keyring = safeStorageKeyring(make('v11', 'gnome_libsecret'), 'linux');
    expect(await keyring.available()).toBe(true);
    expect(keyring.backend).toBe('gnome_libsecret');
  });

  it.each([
    ['the backend is basic_text', 'v11', 'basic_text'],
    ['the ciphertext is made with the hard-coded key', 'v10', 'gnome_libsecret'],
  ])('is absent on Linux where %s', async (_reason, prefix, backend) => {
    expect(await safeStorageKeyring(make(prefix, backend), 'linux').available()).toBe(false);
  });

  it('neither wraps nor unwraps with the hard-coded key', async () => {
    const keyring = safeStorageKeyring(make('v10', 'kwallet6'), 'linux');
    await expect(keyring.wrap(key)).rejects.toMatchObject({ code: 'keyring_locked' });
    await expect(keyring.unwrap(mark('v10', 'AAAA'))).rejects.toMatchObject({ code: 'keyring_locked' });
  });

  it('is present on macOS, where v10 is the mark of the real one', async () => {
    const keyring = safeStorageKeyring(make('v10', 'unused'), 'darwin');
    expect(await keyring.available()).toBe(true);
    expect(keyring.backend).toBe('keychain');
    expect(Uint8Array.from(await keyring.unwrap(await keyring.wrap(key)))).toEqual(key);
  });
});

it('the keyring is absent where neither API exists', async () => {
  const keyring = safeStorageKeyring({}, 'win32');
  expect(await keyring.available()).toBe(false);
  await expect(keyring.wrap(key)).rejects.toMatchObject({ code: 'keyring_locked' });
});

it('the keyring reports when what it unwrapped should be wrapped again', async () => {
  const keyring = safeStorageKeyring(
    {
      ...asynchronous('v11', 'kwallet6'),
      decryptStringAsync: async (encrypted) => ({ result: unmark(encrypted), shouldReEncrypt: true }),
    },
    'linux',
  );
  let told = 0;
  await keyring.unwrap(mark('v11', 'AAAA'), () => (told += 1));
  expect(told).toBe(1);
});

it('the keyring is asked again while the keychain is temporarily unavailable', async () => {
  let calls = 0;
  const keyring = safeStorageKeyring(
    {
      ...asynchronous('v11', 'kwallet6'),
      decryptStringAsync: async (encrypted) => {
        calls += 1;
        if (calls < 3) throw new Error('safeStorage is temporarily unavailable. Please try again.');
        return { result: unmark(encrypted), shouldReEncrypt: false };
      },
    },
    'linux',
  );
  expect(Uint8Array.from(await keyring.unwrap(await keyring.wrap(key)))).toEqual(key);
  expect(calls).toBe(3);
});

it('the keyring is not asked again when the keychain refuses permanently', async () => {
  let calls = 0;
  const keyring = safeStorageKeyring(
    {
      ...asynchronous('v11', 'kwallet6'),
      decryptStringAsync: async () => {
        calls += 1;
        throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
      },
    },
    'linux',
  );
  await expect(keyring.unwrap(mark('v11', 'AAAA'))).rejects.toMatchObject({ code: 'keyring_locked' });
  expect(calls).toBe(1);
});
