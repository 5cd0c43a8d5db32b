import { existsSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openVaultedStore } from '../src-main/open-vaulted-store.ts';
import { untilItWorks } from '../src-main/until-it-works.ts';
import { temporaryFolder } from './support/keyfob.ts';
import { wrappingKeyring } from './support/wrapping-keyring.ts';

const root = join(import.meta.dirname, '..');

it('leaves nothing open where a step after the database fails, and works when it is tried again', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'keyfob.sqlite');
  let other: BetterSqlite3.Database | undefined;
  const keyring = {
    ...wrappingKeyring,
    // In the middle, another process takes the file: there is a database, and no key can be stored in it.
    async available() {
      if (other) return true;
      other = new BetterSqlite3(file);
      other.exec('BEGIN IMMEDIATE');
      return true;
    },
  };
  const start = untilItWorks(() => openVaultedStore({ folder, root, keyring, now: Date.now }));
  await expect(start()).rejects.toMatchObject({ code: 'storage_failed' });
  other?.exec('ROLLBACK');
  other?.close();
  // SQLite removes its log when the last connection closes.
  expect(existsSync(`${file}-wal`)).toBe(false);
  const { storage, close } = await start();
  expect(storage.state).toBe('keyring');
  close();
});
