import { setTimeout as wait } from 'node:timers/promises';
import { StoreError } from './errors.ts';

/** The operating system's keychain, as far as the store needs it: it wraps one key. */
export interface Keyring {
  /** Which keychain it is; `basic_text` on Linux is none. */
  readonly backend: string;
  available(): Promise<boolean>;
  wrap(plain: Uint8Array): Promise<Uint8Array>;
  /** Rejects where the keychain cannot or will not. Calls `outdated` if what it unwrapped ought to be wrapped anew. */
  unwrap(wrapped: Uint8Array, outdated?: () => void): Promise<Uint8Array>;
}

/** What this needs of Electron's `safeStorage`; Electron 33 has the synchronous half, 45 both, 46 the asynchronous one. */
export interface SafeStorage {
  isEncryptionAvailable?(): boolean;
  encryptString?(plainText: string): Buffer;
  decryptString?(encrypted: Buffer): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(plainText: string): Promise<Buffer>;
  decryptStringAsync?(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
  /** Linux. `unknown` before the app is ready. */
  getSelectedStorageBackend?(): string;
}

/** Times to ask again, this many milliseconds apart, while the keychain says that it is temporarily unavailable. */
const attempts = 4;
const pause = 200;

/**
 * The keyring behind `safeStorage`, through its asynchronous API where there is one. Use it once the app is ready. The
 * synchronous API blocks the process while the system asks for a password: no time limit can help there.
 *
 * On Linux Chromium encrypts with a key from its own source code where it finds no keychain, and marks that with `v10`.
 * Such a keyring is not available, and wraps and unwraps nothing. On macOS `v10` is the real thing.
 */
export function safeStorageKeyring(safeStorage: SafeStorage, platform: NodeJS.Platform): Keyring {
  const encrypt = async (text: string): Promise<Buffer> => {
    if (safeStorage.encryptStringAsync) return safeStorage.encryptStringAsync(text);
    if (safeStorage.encryptString) return safeStorage.encryptString(text);
    throw new StoreError('keyring_locked');
  };

  const decrypt = async (encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => {
    if (safeStorage.decryptStringAsync) return safeStorage.decryptStringAsync(encrypted);
    if (safeStorage.decryptString) return { result: safeStorage.decryptString(encrypted), shouldReEncrypt: false };
    throw new StoreError('keyring_locked');
  };

  const hardCoded = (encrypted: Uint8Array): boolean =>
    platform === 'linux' && Buffer.from(encrypted.subarray(0, 3)).toString('latin1') === 'v10';

  const backend = (): string => {
    if (platform === 'darwin') return 'keychain';
    if (platform === 'win32') return 'dpapi';
    return safeStorage.getSelectedStorageBackend?.() ?? 'unknown';
  };

  return {
    get backend() {
      return backend();
    },

    async available() {
      const offered = safeStorage.isAsyncEncryptionAvailable
        ? await safeStorage.isAsyncEncryptionAvailable()
        : (safeStorage.isEncryptionAvailable?.() ?? false);
      if (!offered || platform !== 'linux') return offered;
      return backend() !== 'basic_text' && !hardCoded(await encrypt('Which key is this?'));
    },

    async wrap(plain) {
      const wrapped = await encrypt(Buffer.from(plain).toString('base64'));
      if (hardCoded(wrapped)) throw new StoreError('keyring_locked');
      return wrapped;
    },

    async unwrap(wrapped, outdated) {
      if (hardCoded(wrapped)) throw new StoreError('keyring_locked');
      const { result, shouldReEncrypt } = await patiently(() => decrypt(Buffer.from(wrapped)));
      if (shouldReEncrypt) outdated?.();
      return Buffer.from(result, 'base64');
    },
  };
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const temporary = error instanceof Error && /temporarily unavailable/i.test(error.message);
      if (!temporary || attempt === attempts) throw new StoreError('keyring_locked', { cause: error });
      await wait(pause);
    }
  }
}
