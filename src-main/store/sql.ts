import type { Database, Statement } from 'better-sqlite3';
import { asStoreError } from './errors.ts';

/** A prepared statement: `P` are its parameters, `R` is its row. */
export interface Query<P extends unknown[], R> {
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
  /** Returns the number of changed rows. */
  run(...parameters: P): number;
}

/** Of each connection, the texts of its statements, and those that were prepared already. */
const statements = new WeakMap<Database, Map<string, Statement | undefined>>();

/**
 * A statement that is prepared when it is first used, and once per connection: the app has some two hundred, and a
 * start needs a few of them. Only here and in `transact` does a failing disk become a `StoreError` with the code
 * `storage_failed`. A violated constraint stays SQLite's own error.
 */
export function prepare<P extends unknown[], R = never>(database: Database, text: string): Query<P, R> {
  const known = statementsOf(database);
  if (!known.has(text)) known.set(text, undefined);
  let statement: Statement<P, R> | undefined;
  const ready = () => (statement ??= prepareOnce(database, text) as Statement<P, R>);
  return {
    get: (...parameters) => translate(() => ready().get(...parameters)),
    all: (...parameters) => translate(() => ready().all(...parameters)),
    run: (...parameters) => translate(() => ready().run(...parameters).changes),
  };
}

/**
 * Prepares every statement of a connection now, which checks that all tables and columns exist. Throws SQLite's error
 * for one that does not fit the schema.
 */
export function prepareAll(database: Database): void {
  for (const text of statementsOf(database).keys()) translate(() => prepareOnce(database, text));
}

function prepareOnce(database: Database, text: string): Statement {
  const known = statementsOf(database);
  const statement = known.get(text) ?? database.prepare(text);
  known.set(text, statement);
  return statement;
}

function statementsOf(database: Database): Map<string, Statement | undefined> {
  const known = statements.get(database) ?? new Map<string, Statement | undefined>();
  statements.set(database, known);
  return known;
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
