import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { Secret } from '../base/secret.ts';
import type { Database } from './database.ts';
import { prepare, transact } from './sql.ts';

/** A way for another machine to reach Keyfob, which its key proves. Its permissions are those of a program. */
export interface Forwarding {
  /** The id of its program. */
  id: string;
  name: string;
  /** That of its program: `[family, package, via shell]` as JSON. */
  pattern: string;
}

/** With what a list shows. */
export interface ForwardingRow extends Forwarding {
  createdAt: number;
  lastUsed: number | null;
}

/** In bytes: so long that it cannot be guessed, and so that a plain hash of it tells nothing. */
const keyLength = 32;

/** Secret scanners find keys by it. */
const keyPrefix = 'kff_';

/** No program of this computer has it: theirs are paths. */
const familyOf = (id: string) => `forwarding:${id}`;

const hashOf = (key: Secret) => createHash('sha256').update(key.reveal()).digest();

export function forwardings(database: Database) {
  const insertProgram = prepare<[Forwarding & { now: number }]>(
    database,
    `INSERT INTO program (id, name, pattern, path, first_seen, last_seen)
     VALUES (@id, @name, @pattern, '', @now, @now)`,
  );
  const insert = prepare<[{ id: string; profileId: string; keyHash: Buffer; now: number }]>(
    database,
    'INSERT INTO forwarding (program_id, profile_id, key_hash, created_at) VALUES (@id, @profileId, @keyHash, @now)',
  );
  const list = prepare<[string], ForwardingRow>(
    database,
    `SELECT id, name, pattern, created_at AS createdAt, last_used AS lastUsed
       FROM forwarding JOIN program ON id = program_id WHERE profile_id = ? ORDER BY name, created_at`,
  );
  const all = prepare<[], Forwarding & { keyHash: Buffer }>(
    database,
    'SELECT id, name, pattern, key_hash AS keyHash FROM forwarding JOIN program ON id = program_id',
  );
  const use = prepare<[{ id: string; now: number }]>(
    database,
    'UPDATE forwarding SET last_used = @now WHERE program_id = @id',
  );
  const remove = prepare<[string]>(
    database,
    'DELETE FROM program WHERE id = ? AND id IN (SELECT program_id FROM forwarding)',
  );
  return {
    /** Makes one that belongs to a profile. Its key is returned here, and kept nowhere. */
    add: ({ name, profileId, now }: { name: string; profileId: string; now: number }): { id: string; key: Secret } =>
      transact(database, () => {
        const id = randomUUID();
        const key = new Secret(`${keyPrefix}${randomBytes(keyLength).toString('base64url')}`);
        insertProgram.run({ id, name, now, pattern: JSON.stringify([familyOf(id), null, false]) });
        insert.run({ id, profileId, keyHash: hashOf(key), now });
        return { id, key };
      }),

    /** Those of a profile, by name. */
    list: (profileId: string): ForwardingRow[] => list.all(profileId),

    /** The one with this key. How long that takes tells nothing of any key. */
    find(key: Secret): Forwarding | undefined {
      const hash = hashOf(key);
      let found: Forwarding | undefined;
      for (const { keyHash, ...one } of all.all()) if (timingSafeEqual(keyHash, hash)) found = one;
      return found;
    },

    /** Whether there is one with this pattern: it may have been revoked. */
    has: (pattern: string): boolean => all.all().some((one) => one.pattern === pattern),

    use(id: string, now: number): void {
      use.run({ id, now });
    },

    /** Deletes it with its key and all that it may do. Returns whether it existed. */
    remove: (id: string): boolean => remove.run(id) === 1,
  };
}
