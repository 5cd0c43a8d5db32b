import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { keepEarlierCopy } from './earlier-copies.ts';
import { asStoreError } from './errors.ts';
import { listMigrations, migrate, type Migration, refuseNewer, versionOf } from './migrate.ts';
import { translate } from './sql.ts';

export type Database = BetterSqlite3.Database;

export interface DatabaseOptions {
  /** The folder with the `NNNN_name.sql` files. */
  migrations: string;
  /** A build of better-sqlite3's addon that replaces its own. */
  nativeBinding?: string | undefined;
  platform?: NodeJS.Platform;
}

/**
 * Opens the database at the newest schema version and creates it if needed, readable by the current user only. Before a
 * migration, copies the file. Throws `database_newer` before anything is written, and `storage_failed` for a file that
 * is damaged, locked or inaccessible, or if there is no space for the copy; the file is unchanged then.
 */
export function openDatabase(file: string, options: DatabaseOptions): Database {
  const { platform = process.platform } = options;
  const migrations = listMigrations(options.migrations);
  const open = (readonly: boolean) =>
    new BetterSqlite3(file, {
      readonly,
      ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
    });
  if (file === ':memory:') return setUp(open(false), migrations, platform);
  return translate(() => {
    if (existsSync(file)) refuseNewerFile(() => open(true), migrations);
    makePrivate(file, platform);
    return setUp(open(false), migrations, platform, file);
  });
}

/** In KiB, used only as needed: rows are long, and SQLite's default of 2 MB holds a thousand of them. */
const largestCache = 32_768;

/**
 * Sets the pragmas that SQLite does not store, and migrates. Closes the database if that fails. Without `file`: in
 * memory.
 */
function setUp(
  database: Database,
  migrations: readonly Migration[],
  platform: NodeJS.Platform,
  file?: string,
): Database {
  try {
    database.pragma('busy_timeout = 5000'); // milliseconds
    refuseNewer(database, migrations);
    database.pragma('temp_store = MEMORY');
    database.pragma(`cache_size = -${largestCache}`);
    database.pragma('journal_mode = WAL');
    // After WAL: better-sqlite3 opens WAL files with NORMAL, which may lose the last commits when the power fails.
    database.pragma('synchronous = FULL');
    // Overwrites deleted content with zeros.
    database.pragma('secure_delete = ON');
    if (platform === 'darwin') database.pragma('fullfsync = 1');
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
 * Checks the version on a read-only connection first: a writable one would, on closing, merge a newer version's
 * write-ahead log into the file. If a read-only connection cannot recover the log after a crash, checks on a writable
 * one.
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
function makePrivate(file: string, platform: NodeJS.Platform): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  if (platform === 'win32') return;
  tighten(file, 0o600);
  // A folder with the sticky bit is shared between users, such as /tmp.
  if ((statSync(folder).mode & 0o1000) === 0) tighten(folder, 0o700);
}

function tighten(path: string, mode: number): void {
  const { mode: present, uid } = statSync(path);
  if ((present & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(path, mode);
}
