import { join } from 'node:path';
import { expect } from 'vitest';
import { openVaultedStore } from '../../../src-main/app/open-vaulted-store.ts';
import { safeStorageKeyring } from '../../../src-main/store/keys/keyring.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import { everywhere, type SystemCase } from '../system-case.ts';

const root = join(import.meta.dirname, '../../..');

/** `safeStorage` with an encryptor that is fetched once, after the user has answered the question of the system. */
function safeStorage() {
  const { promise: encryptor, resolve: answer } = Promise.withResolvers<boolean>();
  const opened = async () => {
    if (!(await encryptor)) throw new Error('the user has refused');
  };
  return {
    answer,
    async isAsyncEncryptionAvailable() {
      return encryptor;
    },
    async encryptStringAsync(text: string) {
      await opened();
      return Buffer.from(`v11${text}`);
    },
    async decryptStringAsync(encrypted: Buffer) {
      await opened();
      return { result: encrypted.toString().slice(3), shouldReEncrypt: false };
    },
    getSelectedStorageBackend: () => 'gnome_libsecret',
  };
}

export default {
  title: 'a keyring that is answered late is taken up then',
  source:
    'electron/electron docs/api/safe-storage.md lines 27 to 35: on macOS a call waits for the user, and the ' +
    'keychain asks again for every differently signed build; youtube/cobalt ' +
    'components/os_crypt/async/browser/os_crypt_async.h, encryptor_instance_ and is_initialized_: one ' +
    'encryptor for a process',
  cells: everywhere(async (platform) => {
    for (const isAllowed of [true, false]) {
      const system = safeStorage();
      const keyring = safeStorageKeyring(system, platform);
      const { storage, keys, close } = await openVaultedStore({
        folder: temporaryFolder(),
        root,
        keyring,
        now: Date.now,
      });
      expect(storage.state).toBe('slow');
      const late = new Promise<boolean>((resolve) => keys.onLate(resolve));
      system.answer(isAllowed);
      expect(await late).toBe(isAllowed);
      expect(storage.state).toBe(isAllowed ? 'keyring' : 'memory');
      close();
    }
  }),
} satisfies SystemCase;
