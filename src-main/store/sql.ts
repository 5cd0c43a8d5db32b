import type { Database } from 'better-sqlite3';
import { asStoreError } from './errors.ts';

/** A prepared statement: `P` is what it is bound to, `R` the row it answers with. */
export interface Query<P extends unknown[], R> {
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
  /** Returns how many rows it changed. */
  run(...parameters: P): number;
}

/**
 * Prepares a statement once, for the life of the connection. With `transact`, this is the one place where a failing disk
 * becomes a `StoreError` with the code `storage_failed`. A broken constraint stays SQLite's own error.
 */
export function prepare<P extends unknown[], R = never>(database: Database, text: string): Query<P, R> {
  const statement = translate(() => database.prepare<P, R>(text));
  return {
    get: (...parameters) => translate(() => statement.get(...parameters)),
    all: (...parameters) => translate(() => statement.all(...parameters)),
    run: (...parameters) => translate(() => statement.run(...parameters).changes),
  };
}

/**
 * Runs `work` in one transaction and rolls back what it did if it throws. It takes the write lock at once, so what `work`
 * reads still holds when it writes, in other processes too. Inside another transaction it is a savepoint. `work` is
 * synchronous: a promise is refused.
 */
export function transact<T>(database: Database, work: () => T): T {
  return translate(() => database.transaction(work).immediate());
}

/** Runs `work`; a failing disk or file throws `storage_failed`. */
export function translate<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStoreError(error);
  }
}
