import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** The process that refreshes a sign-in, and until when its lease is valid. */
export interface RenewalLease {
  tokenSetId: string;
  serverId: string;
  /** Unique per renewal. */
  owner: string;
  takenAt: number;
  expiresAt: number;
}

/** Ensures that at most one renewal of a sign-in is in progress, in all processes that share the database. */
export function renewalLeases(database: Database) {
  const get = prepare<[string], RenewalLease>(
    database,
    `SELECT token_set_id AS tokenSetId, server_id AS serverId, owner, taken_at AS takenAt, expires_at AS expiresAt
       FROM renewal_lease WHERE token_set_id = ?`,
  );
  const put = prepare<[RenewalLease]>(
    database,
    `INSERT OR REPLACE INTO renewal_lease (token_set_id, server_id, owner, taken_at, expires_at)
     VALUES (@tokenSetId, @serverId, @owner, @takenAt, @expiresAt)`,
  );
  const release = prepare<[string, string]>(database, 'DELETE FROM renewal_lease WHERE token_set_id = ? AND owner = ?');

  return {
    get: (tokenSetId: string): RenewalLease | undefined => get.get(tokenSetId),

    /** Takes the lease unconditionally; check it first, in the same transaction. */
    put(lease: RenewalLease): void {
      put.run(lease);
    },

    /** Releases the lease, unless it belongs to another owner by now. */
    release(tokenSetId: string, owner: string): void {
      release.run(tokenSetId, owner);
    },
  };
}
