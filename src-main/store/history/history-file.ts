import { closeSync, existsSync, openSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { Database } from '../database.ts';
import { StoreError } from '../errors.ts';
import { transact, translate } from '../sql.ts';
import { historySchema, historyVersion } from './schema.ts';

export interface HistoryFileOptions {
  /** A build of better-sqlite3's addon that replaces its own. */
  nativeBinding?: string | undefined;
}

/** To which the log is cut when nothing more of it is needed, in bytes. */
const largestLog = 4_000_000;

const tables = ['data_key', 'name', 'call', 'content', 'left_out'];

/**
 * Opens the file of the history and creates it if needed, readable by the current user only; `:memory:` opens one that
 * ends with the process. Throws `storage_failed` for a damaged file, and `database_newer` for one of another form.
 */
export function openHistoryFile(file: string, { nativeBinding }: HistoryFileOptions = {}): Database {
  return translate(() => {
    if (file !== ':memory:' && !existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    const database = new BetterSqlite3(file, nativeBinding === undefined ? {} : { nativeBinding });
    try {
      setUp(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function setUp(database: Database): void {
  database.pragma('busy_timeout = 5000'); // milliseconds
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version > historyVersion || (version > 0 && lacksTable(database))) throw new StoreError('database_newer');
  // Before the first table: later, only a copy of the whole file would change it.
  if (version === 0) database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('temp_store = MEMORY');
  database.pragma('journal_mode = WAL');
  // A power failure may cost the last seconds of the history. It never damages the file.
  database.pragma('synchronous = NORMAL');
  database.pragma(`journal_size_limit = ${largestLog}`);
  // Overwrites deleted content with zeros.
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  if (version > 0) return;
  transact(database, () => {
    database.exec(historySchema);
    database.pragma(`user_version = ${historyVersion}`);
  });
}

function lacksTable(database: Database): boolean {
  const there = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  return tables.some((table) => !there.includes(table));
}
