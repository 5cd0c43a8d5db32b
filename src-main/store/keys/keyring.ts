import { setTimeout as wait } from 'node:timers/promises';
import { StoreError } from '../errors.ts';
import { isHardCoded, isMarked, isOfEmptyPassword } from './hard-coded-key.ts';

/** The operating system's keychain, which wraps the data keys. */
export interface Keyring {
  /** The name of the keychain; `basic_text` on Linux means that there is none. */
  readonly backend: string;
  available(): Promise<boolean>;
  wrap(plain: Uint8Array): Promise<Uint8Array>;
  /** Rejects if the keychain cannot or will not unwrap. Calls `outdated` if the value should be wrapped again. */
  unwrap(wrapped: Uint8Array, outdated?: () => void): Promise<Uint8Array>;
}

/**
 * The part of Electron's `safeStorage` that is used: Electron 33 has the synchronous half, 45 both, 46 the asynchronous
 * one.
 */
export interface SafeStorage {
  isEncryptionAvailable?(): boolean;
  encryptString?(plainText: string): Buffer;
  decryptString?(encrypted: Buffer): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(plainText: string): Promise<Buffer>;
  decryptStringAsync?(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
  /** Linux only. `unknown` before the app is ready. */
  getSelectedStorageBackend?(): string;
}

/** Number of tries, and milliseconds between them, while the keychain reports that it is temporarily unavailable. */
const attempts = 4;
const pause = 200;

/**
 * The keyring behind `safeStorage`, through its asynchronous API if there is one. Use it after the app is ready. The
 * synchronous API blocks the process while the system asks for a password, so no timeout can apply.
 *
 * On Linux without a keychain, Chromium encrypts with a hard-coded key and marks that with `v10`. Such a keyring counts
 * as unavailable and neither wraps nor unwraps; the same holds for a keychain with an empty password. On macOS, `v10`
 * marks real encryption.
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

  const isUnprotected = (encrypted: Uint8Array, text: string): boolean =>
    platform === 'linux' && (isHardCoded(encrypted) || isOfEmptyPassword(encrypted, text));

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
      const question = 'Which key is this?';
      return backend() !== 'basic_text' && !isUnprotected(await encrypt(question), question);
    },

    async wrap(plain) {
      const text = Buffer.from(plain).toString('base64');
      const wrapped = await encrypt(text);
      if (isUnprotected(wrapped, text)) throw new StoreError('keyring_locked');
      return wrapped;
    },

    async unwrap(wrapped, outdated) {
      const unmarked = platform !== 'win32' && !isMarked(wrapped);
      if (unmarked || (platform === 'linux' && isHardCoded(wrapped))) throw new StoreError('keyring_locked');
      const { result, shouldReEncrypt } = await withRetries(() => decrypt(Buffer.from(wrapped)));
      if (isUnprotected(wrapped, result)) throw new StoreError('keyring_locked');
      if (shouldReEncrypt) outdated?.();
      return Buffer.from(result, 'base64');
    },
  };
}

async function withRetries<T>(work: () => Promise<T>): Promise<T> {
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
