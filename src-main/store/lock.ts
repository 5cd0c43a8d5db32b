import type { Database } from './database.ts';
import { prepare, transact } from './sql.ts';

/** A stored passphrase hash. */
export interface PassphraseHash {
  salt: Uint8Array;
  hash: Uint8Array;
  /** scrypt's N. */
  cost: number;
}

export interface LockRow extends PassphraseHash {
  /** Wrong tries since the last correct one. */
  failures: number;
  /** The computer's uptime at the last wrong try, in milliseconds. */
  failedAt: number | null;
}

/** The lock of this installation. It belongs to no profile, because all profiles share the computer. */
export function lock(database: Database) {
  const get = prepare<[], LockRow>(
    database,
    'SELECT salt, hash, cost, failures, failed_at AS failedAt FROM lock WHERE id = 1',
  );
  const save = prepare<[PassphraseHash]>(
    database,
    `INSERT INTO lock (id, salt, hash, cost) VALUES (1, @salt, @hash, @cost)
     ON CONFLICT (id) DO UPDATE SET salt = @salt, hash = @hash, cost = @cost, failures = 0, failed_at = NULL`,
  );
  const fail = prepare<[at: number]>(database, 'UPDATE lock SET failures = failures + 1, failed_at = ? WHERE id = 1');
  const succeed = prepare<[]>(database, 'UPDATE lock SET failures = 0, failed_at = NULL WHERE id = 1');
  const remove = prepare<[]>(database, 'DELETE FROM lock');
  return {
    get: (): LockRow | undefined => get.get(),

    save: (hash: PassphraseHash): void => void save.run(hash),

    /**
     * Counts a try before its result is known, so that neither parallel tries nor killing the process gives free tries.
     * `mayTry` decides from the stored row; returns the row as it was, or undefined if the try is not allowed.
     */
    begin: (at: number, mayTry: (row: LockRow) => boolean): LockRow | undefined =>
      transact(database, () => {
        const row = get.get();
        if (!row || !mayTry(row)) return undefined;
        fail.run(at);
        return row;
      }),

    succeed: (): void => void succeed.run(),

    remove: (): void => void remove.run(),
  };
}
