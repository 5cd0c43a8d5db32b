import type { Database } from './database.ts';
import { prepare } from './sql.ts';

export interface DataKey {
  /** A UUID. */
  id: string;
  backend: string;
  /** The data key, wrapped by the keyring. */
  wrappedKey: Uint8Array;
  /** A known text, sealed with the key: distinguishes a wrong key from a damaged row. */
  checkValue: Uint8Array;
  /** The data key, sealed with its predecessor. Null for the first key, and after the next start. */
  handover: Uint8Array | null;
}

const columns = 'id, backend, wrapped_key AS wrappedKey, check_value AS checkValue, handover';
const newestFirst = 'ORDER BY created_at DESC, id DESC';

export type DataKeys = ReturnType<typeof dataKeys>;

export function dataKeys(database: Database) {
  const all = prepare<[], DataKey>(database, `SELECT ${columns} FROM data_key ${newestFirst}`);
  const newestId = prepare<[], { id: string }>(database, `SELECT id FROM data_key ${newestFirst} LIMIT 1`);
  const get = prepare<[string], DataKey>(database, `SELECT ${columns} FROM data_key WHERE id = ?`);
  const insert = prepare<[DataKey & { now: number }]>(
    database,
    `INSERT INTO data_key (id, backend, wrapped_key, check_value, handover, created_at)
     SELECT @id, @backend, @wrappedKey, @checkValue, @handover,
       max(@now, (SELECT coalesce(max(created_at), 0) + 1 FROM data_key))`,
  );
  const insertFirst = prepare<[DataKey & { now: number }]>(
    database,
    `INSERT INTO data_key (id, backend, wrapped_key, check_value, handover, created_at)
     SELECT @id, @backend, @wrappedKey, @checkValue, @handover, @now WHERE NOT EXISTS (SELECT 1 FROM data_key)`,
  );
  const rewrap = prepare<[{ id: string; before: Uint8Array; after: Uint8Array; backend: string }]>(
    database,
    'UPDATE data_key SET wrapped_key = @after, backend = @backend WHERE id = @id AND wrapped_key = @before',
  );
  const endHandover = prepare<[string]>(database, 'UPDATE data_key SET handover = NULL WHERE id = ?');
  const remove = prepare<[string]>(database, 'DELETE FROM data_key WHERE id = ?');
  return {
    /** Newest first. */
    all: (): DataKey[] => all.all(),

    get: (id: string): DataKey | undefined => get.get(id),

    newestId: (): string | undefined => newestId.get()?.id,

    /** Inserts a key as the newest, independent of the clock. */
    insert: (key: DataKey, now: number): boolean => insert.run({ ...key, now }) === 1,

    /** Returns whether it is the first: another process may have inserted one meanwhile. */
    insertFirst: (key: DataKey, now: number): boolean => insertFirst.run({ ...key, now }) === 1,

    rewrap: (key: DataKey, after: Uint8Array, backend: string): boolean =>
      rewrap.run({ id: key.id, before: key.wrappedKey, after, backend }) === 1,

    endHandover: (id: string): boolean => endHandover.run(id) === 1,

    remove: (id: string): boolean => remove.run(id) === 1,
  };
}
