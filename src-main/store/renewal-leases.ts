import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** Who renews a sign-in now, and until when that counts at the longest. */
export interface RenewalLease {
  tokenSetId: string;
  serverId: string;
  /** Another one for every renewal. */
  owner: string;
  takenAt: number;
  expiresAt: number;
}

/** At most one renewal of a sign-in is under way, in however many processes that share the database. */
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

    /** Takes it, whoever has it: look first, in the same transaction. */
    put(lease: RenewalLease): void {
      put.run(lease);
    },

    /** Gives it back, unless it has become somebody else's meanwhile. */
    release(tokenSetId: string, owner: string): void {
      release.run(tokenSetId, owner);
    },
  };
}
