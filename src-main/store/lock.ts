import type { Database } from './database.ts';
import { prepare, transact } from './sql.ts';

/** A passphrase as it is kept. */
export interface PassphraseHash {
  salt: Uint8Array;
  hash: Uint8Array;
  /** Of scrypt: its N. */
  cost: number;
}

export interface LockRow extends PassphraseHash {
  /** Wrong tries since the last right one. */
  failures: number;
  /** Milliseconds between the computer's start and the last of them. */
  failedAt: number | null;
}

/** The one lock of this computer's Keyfob: whoever sits here may be any profile, so it belongs to none. */
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
     * Counts a try before anyone knows how it ends, so that neither many at once nor an end of the process in between is a try
     * for nothing. `mayTry` decides with what is stored; returns the row as it was, or undefined where it may not.
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
