import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { keepEarlierCopy } from './earlier-copies.ts';
import { asStoreError } from './errors.ts';
import { listMigrations, migrate, type Migration, refuseNewer, versionOf } from './migrate.ts';
import { translate } from './sql.ts';

export type Database = BetterSqlite3.Database;

export interface DatabaseOptions {
  /** The folder of `NNNN_name.sql`. */
  migrations: string;
  /** A build of better-sqlite3's addon to use in place of its own. */
  nativeBinding?: string | undefined;
}

/**
 * Opens the database, made if it is not there, readable by this user alone, at the newest version; of one that has to be brought
 * forward, a copy stays beside it. Throws `database_newer` before it has written anything, and `storage_failed` for a file that
 * is damaged, locked or out of reach, and where there is no room for the copy: then it is as it was.
 */
export function openDatabase(file: string, options: DatabaseOptions): Database {
  const migrations = listMigrations(options.migrations);
  const open = (readonly: boolean) =>
    new BetterSqlite3(file, {
      readonly,
      ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
    });
  if (file === ':memory:') return setUp(open(false), migrations);
  return translate(() => {
    if (existsSync(file)) refuseNewerFile(() => open(true), migrations);
    makePrivate(file);
    return setUp(open(false), migrations, file);
  });
}

/** In KiB, and only as far as there is something to keep: rows are long, and SQLite's own 2 MB hold a thousand of them. */
const largestCache = 32_768;

/** Sets what SQLite forgets between openings, and migrates. Closes the database again if that fails. No `file`: in memory. */
function setUp(database: Database, migrations: readonly Migration[], file?: string): Database {
  try {
    database.pragma('busy_timeout = 5000'); // milliseconds
    refuseNewer(database, migrations);
    database.pragma('temp_store = MEMORY');
    database.pragma(`cache_size = -${largestCache}`);
    database.pragma('journal_mode = WAL');
    // After WAL: better-sqlite3 opens WAL files with NORMAL, which may lose the last commits when the power fails.
    database.pragma('synchronous = FULL');
    // What is deleted is overwritten, not merely unlinked.
    database.pragma('secure_delete = ON');
    if (process.platform === 'darwin') database.pragma('fullfsync = 1');
    const version = versionOf(database);
    if (file !== undefined && version > 0 && version < migrations.length) keepEarlierCopy(database, file, version);
    migrate(database, migrations);
    database.pragma('foreign_keys = ON');
    return database;
  } catch (error) {
    database.close();
    throw asStoreError(error);
  }
}

/**
 * Looks through a read-only connection first: a writable one would, when it closes, fold a newer version's write-ahead log
 * into the file. Where a read-only connection cannot recover what a crash left, the writable one looks again.
 */
function refuseNewerFile(openReadonly: () => Database, migrations: readonly Migration[]): void {
  const database = openReadonly();
  try {
    refuseNewer(database, migrations);
  } catch (error) {
    if (!needsRecovery(error)) throw error;
  } finally {
    database.close();
  }
}

function needsRecovery(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && /^SQLITE_(?:READONLY|CANTOPEN)/.test(error.code);
}

/** SQLite gives the write-ahead log and its index the permissions of the database file. */
function makePrivate(file: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  if (process.platform === 'win32') return;
  tighten(file, 0o600);
  // A folder with the sticky bit is everybody's, such as /tmp.
  if ((statSync(folder).mode & 0o1000) === 0) tighten(folder, 0o700);
}

function tighten(path: string, mode: number): void {
  const { mode: present, uid } = statSync(path);
  if ((present & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(path, mode);
}
