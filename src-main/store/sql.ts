import type { Database, Statement } from 'better-sqlite3';
import { asStoreError } from './errors.ts';

/** A prepared statement: `P` are its parameters, `R` is its row. */
export interface Query<P extends unknown[], R> {
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
  /** Returns the number of changed rows. */
  run(...parameters: P): number;
}

/**
 * What was prepared on a connection, by its text: a start goes through every statement to look whether the file is
 * sound.
 */
const prepared = new WeakMap<Database, Map<string, Statement>>();

/**
 * Prepares a statement once per connection. Only here and in `transact` does a failing disk become a `StoreError` with
 * the code `storage_failed`. A violated constraint stays SQLite's own error.
 */
export function prepare<P extends unknown[], R = never>(database: Database, text: string): Query<P, R> {
  const statement = translate(() => prepareOnce(database, text)) as Statement<P, R>;
  return {
    get: (...parameters) => translate(() => statement.get(...parameters)),
    all: (...parameters) => translate(() => statement.all(...parameters)),
    run: (...parameters) => translate(() => statement.run(...parameters).changes),
  };
}

function prepareOnce(database: Database, text: string): Statement {
  const known = prepared.get(database) ?? new Map<string, Statement>();
  const statement = known.get(text) ?? database.prepare(text);
  prepared.set(database, known.set(text, statement));
  return statement;
}

/**
 * Runs `work` in one transaction, which is rolled back if `work` throws. Takes the write lock at once, so that values
 * read are still current when written, across processes too. Nested calls use savepoints. `work` must be synchronous: a
 * promise is refused.
 */
export function transact<T>(database: Database, work: () => T): T {
  return translate(() => database.transaction(work).immediate());
}

/** Runs `work`; throws `storage_failed` if the disk or file fails. */
export function translate<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStoreError(error);
  }
}
