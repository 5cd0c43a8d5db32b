import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openVaultedStore } from '../../src-main/app/open-vaulted-store.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import type { Keyring } from '../../src-main/store/keys/keyring.ts';
import { earlierKey, insertEarlierKey, migrationsUpTo, sealEarlier } from '../support/earlier-form.ts';
import { wrappingKeyring } from '../support/wrapping-keyring.ts';
import { filesIn, now, temporaryFolder } from './fixture.ts';

const root = join(import.meta.dirname, '../..');
const copy = 'keyfob-version-13.sqlite';

/** The migrations of the earlier version, removed when the test is over. */
function migrationsOf(version: number): string {
  const folder = migrationsUpTo(version);
  onTestFinished(() => rmSync(join(folder, '..'), { recursive: true }));
  return folder;
}

/** A folder as version 13 left it, with a server and a secret. */
function ofVersion13() {
  const folder = temporaryFolder();
  const file = join(folder, 'keyfob.sqlite');
  const database = openDatabase(file, { migrations: migrationsOf(13) });
  const key = earlierKey();
  insertEarlierKey(database, key, 1);
  database.exec(`
    INSERT INTO workspace (id, name, created_at) VALUES ('w', 'Home', 1);
    INSERT INTO profile (id, workspace_id, name, role, created_at, used_at) VALUES ('p', 'w', 'Mai', 'admin', 1, 2);
    INSERT INTO server (id, workspace_id, name, url, note, created_at)
      VALUES ('s', 'w', 'Notes', 'https://notes.example/mcp', 'mine', 1);`);
  const sealed = sealEarlier(key, { table: 'server_secret', column: 'value', row: 's headers', text: '{"x-a":"b"}' });
  database
    .prepare(
      `INSERT INTO server_secret (id, server_id, kind, value, saved_at) VALUES ('s headers', 's', 'headers', ?, 1)`,
    )
    .run(sealed);
  database.close();
  return { folder, file, sealed };
}

async function start(folder: string, keyring: Keyring = wrappingKeyring) {
  const opened = await openVaultedStore({ folder, root, keyring, now: () => now });
  const headers = () => opened.store.serverSecrets.get('s', 'headers')?.reveal();
  const seen = {
    servers: opened.store.servers.list('w'),
    headers: opened.storage.state === 'keyring' ? headers() : '',
  };
  opened.close();
  return seen;
}

const noKeyring: Keyring = { ...wrappingKeyring, available: async () => false };

describe('the backup copy before a migration', () => {
  it('is the whole unchanged database, readable by this user alone', async () => {
    const { folder, sealed } = ofVersion13();
    expect(await start(folder)).toMatchObject({ servers: [{ name: 'Notes', note: 'mine' }], headers: '{"x-a":"b"}' });
    expect(filesIn(folder)).toEqual([copy, 'keyfob.sqlite']);
    if (process.platform !== 'win32') expect(statSync(join(folder, copy)).mode & 0o777).toBe(0o600);
    const database = new BetterSqlite3(join(folder, copy), { readonly: true });
    onTestFinished(() => void database.close());
    expect(database.pragma('user_version', { simple: true })).toBe(13);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.prepare('SELECT name, note FROM server').all()).toEqual([{ name: 'Notes', note: 'mine' }]);
    expect(database.prepare('SELECT value FROM server_secret').pluck().get()).toEqual(sealed);
  });

  it('has the content of the log of a version that ended without closing it', async () => {
    const { folder, file } = ofVersion13();
    const open = new BetterSqlite3(file);
    open.pragma('wal_autocheckpoint = 0');
    open.exec(`UPDATE server SET note = 'in the log'`);
    await start(folder);
    open.close();
    const database = new BetterSqlite3(join(folder, copy), { readonly: true });
    onTestFinished(() => void database.close());
    expect(database.prepare('SELECT note FROM server').pluck().get()).toBe('in the log');
  });

  it('is deleted with the next successful start, and not before', async () => {
    const { folder } = ofVersion13();
    await start(folder);
    await start(folder, noKeyring);
    expect(filesIn(folder)).toContain(copy);
    await start(folder);
    expect(filesIn(folder)).toEqual(['keyfob.sqlite']);
  });

  it('is not made of a new database, nor where there is nothing to migrate', async () => {
    const folder = temporaryFolder();
    await start(folder);
    expect(filesIn(folder)).toEqual(['keyfob.sqlite']);
    await start(folder);
    expect(filesIn(folder)).toEqual(['keyfob.sqlite']);
  });

  it.skipIf(process.platform === 'win32')(
    'restores the earlier version with the commands of docs/going-back.md',
    async () => {
      const { folder, file, sealed } = ofVersion13();
      await start(folder);
      const page = readFileSync(join(root, 'docs/going-back.md'), 'utf8');
      const commands = /```sh\n([^`]+)```/.exec(page)?.[1] ?? '';
      expect(commands).toContain(copy);
      execFileSync('sh', ['-ec', commands], { cwd: folder });
      // As the earlier version opens it: with its migrations, and no others.
      const database = openDatabase(file, { migrations: migrationsOf(13) });
      onTestFinished(() => void database.close());
      expect(database.pragma('user_version', { simple: true })).toBe(13);
      expect(database.prepare('SELECT name, note FROM server').all()).toEqual([{ name: 'Notes', note: 'mine' }]);
      expect(database.prepare('SELECT value FROM server_secret').pluck().get()).toEqual(sealed);
      expect(filesIn(folder)).toContain('keyfob-newer.sqlite');
    },
  );
});
