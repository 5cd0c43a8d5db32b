import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src-main/store/database.ts';
import { listMigrations, migrate } from '../../src-main/store/migrate.ts';
import {
  bytesOf,
  filesIn,
  furnished,
  migrations,
  migrationsWith,
  now,
  openTemporary,
  temporaryFolder,
} from './fixture.ts';

const newest = listMigrations(migrations).length;

const value = (database: Database, name: string) => database.pragma(name, { simple: true });

/** A migrated database, closed, with `change` made to it by a connection of its own. */
function closedDatabase(change: (database: BetterSqlite3.Database) => void = () => undefined): string {
  const file = join(temporaryFolder(), 'keyfob.db');
  openDatabase(file, { migrations }).close();
  const database = new BetterSqlite3(file);
  change(database);
  database.close();
  return file;
}

describe('an opened database', () => {
  it('has its settings in force every time', () => {
    const file = closedDatabase();
    const database = openTemporary(file);
    expect({
      foreign_keys: value(database, 'foreign_keys'),
      journal_mode: value(database, 'journal_mode'),
      synchronous: value(database, 'synchronous'),
      secure_delete: value(database, 'secure_delete'),
      busy_timeout: value(database, 'busy_timeout'),
      temp_store: value(database, 'temp_store'),
      fullfsync: value(database, 'fullfsync'),
    }).toEqual({
      foreign_keys: 1,
      journal_mode: 'wal',
      synchronous: 2,
      secure_delete: 1,
      busy_timeout: 5000,
      temp_store: 2,
      fullfsync: process.platform === 'darwin' ? 1 : 0,
    });
  });

  it.skipIf(process.platform === 'win32')('has folder, file, log and index closed to other users', () => {
    const file = join(temporaryFolder(), 'new', 'folder', 'keyfob.db');
    const { store, workspace } = furnished(file);
    store.activity.record({
      workspaceId: workspace.id,
      profileId: null,
      serverId: null,
      kind: 'a',
      subject: null,
      outcome: 'b',
      at: now,
    });
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect(mode(dirname(file))).toBe(0o700);
    expect([file, `${file}-wal`, `${file}-shm`].map(mode)).toEqual([0o600, 0o600, 0o600]);
  });

  it.skipIf(process.platform === 'win32')('has excess permissions of an older file or folder removed', () => {
    const folder = join(temporaryFolder(), 'wide');
    mkdirSync(folder);
    const file = join(folder, 'keyfob.db');
    writeFileSync(file, '');
    chmodSync(folder, 0o755);
    chmodSync(file, 0o644);
    openTemporary(file);
    expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('leaves a folder that is shared by all users as it is', () => {
    const folder = join(temporaryFolder(), 'everybody');
    mkdirSync(folder);
    chmodSync(folder, 0o1777);
    openTemporary(join(folder, 'keyfob.db'));
    expect(statSync(folder).mode & 0o1777).toBe(0o1777);
  });

  it('works in memory alone', () => {
    const database = openTemporary(':memory:');
    expect(value(database, 'user_version')).toBe(newest);
    expect(value(database, 'foreign_keys')).toBe(1);
  });

  it('fails with storage_failed for a file that is no database, and leaves it as it is', () => {
    const file = join(temporaryFolder(), 'keyfob.db');
    writeFileSync(file, 'not a database, and longer than the header of one. '.repeat(100));
    const before = readFileSync(file);
    expect(() => openDatabase(file, { migrations })).toThrow(expect.objectContaining({ code: 'storage_failed' }));
    expect(readFileSync(file)).toEqual(before);
  });

  it('fails with storage_failed where a folder cannot be made', () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    expect(() => openDatabase(join(file, 'keyfob.db'), { migrations })).toThrow(
      expect.objectContaining({ code: 'storage_failed' }),
    );
  });
});

describe('the migration', () => {
  it('of an empty file reaches the newest version and returns the steps it took', () => {
    const database = new BetterSqlite3(':memory:');
    const steps = listMigrations(migrations);
    expect(migrate(database, steps)).toEqual(steps.map(({ version }) => version));
    expect(migrate(database, steps)).toEqual([]);
    expect(value(database, 'user_version')).toBe(newest);
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all();
    expect(tables).toEqual(
      expect.arrayContaining(['activity', 'client_registration', 'data_key', 'profile', 'server', 'token_set']),
    );
  });

  it('refuses a database written by a newer version and leaves the file as it is', () => {
    const file = closedDatabase((database) => {
      database.pragma('journal_mode = DELETE');
      database.pragma(`user_version = ${newest + 1}`);
    });
    const before = readFileSync(file);
    const { mode } = statSync(file);
    expect(() => openDatabase(file, { migrations })).toThrow(expect.objectContaining({ code: 'database_newer' }));
    expect(readFileSync(file)).toEqual(before);
    expect(statSync(file).mode).toBe(mode);
    expect(filesIn(dirname(file))).toEqual(['keyfob.db']);
  });

  it('refuses one that a newer version closed properly, and leaves the file as it is', () => {
    const file = closedDatabase((database) => database.pragma(`user_version = ${newest + 1}`));
    const before = readFileSync(file);
    expect(() => openDatabase(file, { migrations })).toThrow(expect.objectContaining({ code: 'database_newer' }));
    expect(readFileSync(file)).toEqual(before);
  });

  it('refuses one whose newer version is still in its write-ahead log, and leaves both files as they are', () => {
    const source = join(temporaryFolder(), 'running.db');
    const running = openTemporary(source);
    running.pragma('wal_checkpoint(TRUNCATE)');
    running.pragma(`user_version = ${newest + 1}`);
    // A killed process leaves a log that was never merged into the file.
    const file = join(temporaryFolder(), 'keyfob.db');
    writeFileSync(file, readFileSync(source));
    writeFileSync(`${file}-wal`, readFileSync(`${source}-wal`));
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    expect(() => openDatabase(file, { migrations })).toThrow(expect.objectContaining({ code: 'database_newer' }));
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before);
  });

  it('undoes a step that fails and keeps the version before it', () => {
    const folder = migrationsWith(
      { [`${String(newest + 1).padStart(4, '0')}_bad.sql`]: 'CREATE TABLE half (id TEXT); SELECT nonsense;' },
      writeFileSync,
    );
    const file = closedDatabase();
    expect(() => openDatabase(file, { migrations: folder })).toThrow('nonsense');
    const database = openTemporary(file);
    expect(value(database, 'user_version')).toBe(newest);
    expect(database.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get()).toBe(0);
  });

  it('rebuilds a table without losing the rows that point to it', () => {
    const file = join(temporaryFolder(), 'keyfob.db');
    const { database: before, workspace, server } = furnished(file);
    before.close();
    const folder = migrationsWith(
      {
        [`${String(newest + 1).padStart(4, '0')}_rebuild.sql`]: `
          CREATE TABLE workspace_new (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL,
            client_metadata_url TEXT) STRICT;
          INSERT INTO workspace_new SELECT * FROM workspace;
          DROP TABLE workspace;
          ALTER TABLE workspace_new RENAME TO workspace;`,
      },
      writeFileSync,
    );
    const database = openTemporary(file, folder);
    expect(database.prepare('SELECT id, workspace_id FROM server').get()).toEqual({
      id: server.id,
      workspace_id: workspace.id,
    });
    expect(value(database, 'foreign_keys')).toBe(1);
  });

  it('refuses a step that leaves rows without the row they point to', () => {
    const file = join(temporaryFolder(), 'keyfob.db');
    furnished(file).database.close();
    const folder = migrationsWith(
      { [`${String(newest + 1).padStart(4, '0')}_orphans.sql`]: 'DELETE FROM workspace;' },
      writeFileSync,
    );
    expect(() => openDatabase(file, { migrations: folder })).toThrow('without the row they point to');
    expect(openTemporary(file).prepare('SELECT count(*) FROM workspace').pluck().get()).toBe(1);
  });

  it('refuses a folder of steps with a gap', () => {
    const folder = migrationsWith({ [`${String(newest + 2).padStart(4, '0')}_later.sql`]: '' }, writeFileSync);
    expect(() => openDatabase(':memory:', { migrations: folder })).toThrow('out of order');
  });
});

describe('a disk that fails', () => {
  it('reports storage_failed when it is full', () => {
    const { database, store, workspace } = furnished();
    database.pragma(`max_page_count = ${String(value(database, 'page_count'))}`);
    expect(() => store.workspaces.create({ name: 'x'.repeat(100_000), now })).toThrow(
      expect.objectContaining({ code: 'storage_failed', cause: expect.objectContaining({ code: 'SQLITE_FULL' }) }),
    );
    expect(store.workspaces.list()).toEqual([workspace]);
  });

  it('reports storage_failed when it is read-only', () => {
    const { database, store, workspace, server } = furnished();
    database.pragma('query_only = ON');
    expect(() => store.servers.rename(workspace.id, server.id, 'Other')).toThrow(
      expect.objectContaining({ code: 'storage_failed' }),
    );
  });

  it('reports storage_failed when another process keeps it locked', () => {
    const file = join(temporaryFolder(), 'keyfob.db');
    const { database, store } = furnished(file);
    database.pragma('busy_timeout = 20');
    const other = openTemporary(file);
    other.exec('BEGIN IMMEDIATE');
    expect(() => store.transaction(() => store.workspaces.create({ name: 'Work', now }))).toThrow(
      expect.objectContaining({ code: 'storage_failed' }),
    );
    other.exec('ROLLBACK');
    expect(store.transaction(() => store.workspaces.create({ name: 'Work', now })).name).toBe('Work');
  });

  it('reports storage_failed when pages are damaged', () => {
    const file = join(temporaryFolder(), 'keyfob.db');
    furnished(file).database.close();
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0xff)]));
    expect(() => furnished(file)).toThrow(expect.objectContaining({ code: 'storage_failed' }));
  });

  it('puts no value and no path into the error', () => {
    const { database, store } = furnished();
    database.pragma('query_only = ON');
    try {
      store.workspaces.create({ name: 'canary-name', now });
      expect.unreachable();
    } catch (error) {
      const said = JSON.stringify([String(error), String((error as Error).cause)]);
      expect(said).not.toContain('canary-name');
      expect(said).not.toContain('keyfob.db');
    }
  });
});

it('a deleted row leaves nothing in the file', () => {
  const file = join(temporaryFolder(), 'keyfob.db');
  const { database, store, workspace } = furnished(file);
  const added = store.servers.insert({
    workspaceId: workspace.id,
    name: 'canary-row',
    url: 'https://gone.example',
    now,
  });
  database.pragma('wal_checkpoint(TRUNCATE)');
  expect(bytesOf(file).includes('canary-row')).toBe(true);
  store.servers.remove(workspace.id, added.id);
  database.pragma('wal_checkpoint(TRUNCATE)');
  expect(bytesOf(file).includes('canary-row')).toBe(false);
});
