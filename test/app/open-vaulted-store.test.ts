import { existsSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openVaultedStore } from '../../src-main/app/open-vaulted-store.ts';
import { wordsFor } from '../../src-main/shell/words.ts';
import { memoizeUntilSuccess } from '../../src-main/base/memoize-until-success.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { wrappingKeyring } from '../support/wrapping-keyring.ts';

const root = join(import.meta.dirname, '../..');

it('a start leaves nothing open where a step after the database fails, and works when it is tried again', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'keyfob.sqlite');
  let other: BetterSqlite3.Database | undefined;
  const keyring = {
    ...wrappingKeyring,
    // In the middle, another process locks the file: there is a database, and no key can be stored in it.
    async available() {
      if (other) return true;
      other = new BetterSqlite3(file);
      other.exec('BEGIN IMMEDIATE');
      return true;
    },
  };
  const start = memoizeUntilSuccess(() => openVaultedStore({ folder, root, keyring, now: Date.now }));
  await expect(start()).rejects.toMatchObject({ code: 'storage_failed' });
  other?.exec('ROLLBACK');
  other?.close();
  // SQLite removes its log when the last connection closes.
  expect(existsSync(`${file}-wal`)).toBe(false);
  const { storage, close } = await start();
  expect(storage.state).toBe('keyring');
  close();
});

it.each(['en', 'vi-VN', 'zh-CN'])(
  'a start names the first workspace and its admin in the language of that start: %s',
  async (tag) => {
    const folder = temporaryFolder();
    const { first: names } = wordsFor(tag);
    const open = (at: string) =>
      openVaultedStore({ folder, root, keyring: wrappingKeyring, now: Date.now, names: wordsFor(at).first });
    const { first, store, close } = await open(tag);
    expect([first.workspace.name, first.profile.name]).toEqual([names.workspace, names.profile]);
    store.profiles.rename(first.profile.id, 'Ann');
    close();
    const again = await open('de');
    expect([again.first.workspace.name, again.first.profile.name]).toEqual([names.workspace, 'Ann']);
    again.close();
  },
);

it('the names of a first start exist in three languages, each different', () => {
  const names = ['en', 'vi', 'zh'].map((tag) => Object.values(wordsFor(tag).first));
  expect(new Set(names.flat()).size).toBe(9);
});
