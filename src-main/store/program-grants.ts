import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** What the user has decided for good. */
export type KeptAnswer = 'always' | 'never';

/** The sign-in that a decision is about; `profileId` null is the shared one. */
export interface GrantSlot {
  serverId: string;
  profileId: string | null;
}

/** A decision with the names that a list shows. */
export interface GrantRow extends GrantSlot {
  programId: string;
  program: string;
  path: string;
  workspaceId: string;
  server: string;
  answer: KeptAnswer;
  decidedAt: number;
  lastUsed: number | null;
}

type Key = GrantSlot & { pattern: string };

export function programGrants(database: Database) {
  const slot = 'server_id = @serverId AND profile_id IS @profileId';
  const ofPattern = '(SELECT id FROM program WHERE pattern = @pattern)';
  const get = prepare<[Key], { answer: KeptAnswer }>(
    database,
    `SELECT answer FROM program_grant WHERE program_id = ${ofPattern} AND ${slot}`,
  );
  const remove = prepare<[GrantSlot & { programId: string }]>(
    database,
    `DELETE FROM program_grant WHERE program_id = @programId AND ${slot}`,
  );
  const insert = prepare<[GrantSlot & { programId: string; answer: KeptAnswer; now: number }]>(
    database,
    `INSERT INTO program_grant (program_id, server_id, profile_id, answer, decided_at)
     VALUES (@programId, @serverId, @profileId, @answer, @now)`,
  );
  const use = prepare<[Key & { now: number }]>(
    database,
    `UPDATE program_grant SET last_used = @now WHERE program_id = ${ofPattern} AND ${slot}`,
  );
  const removeOfSlot = prepare<[GrantSlot]>(database, `DELETE FROM program_grant WHERE ${slot} AND answer = 'always'`);
  const removeUnused = prepare<[number]>(
    database,
    `DELETE FROM program_grant WHERE answer = 'always' AND coalesce(last_used, decided_at) < ?`,
  );
  const list = prepare<[], GrantRow>(
    database,
    `SELECT program_id AS programId, program.name AS program, path, workspace_id AS workspaceId, server_id AS serverId,
        profile_id AS profileId, server.name AS server, answer, decided_at AS decidedAt, last_used AS lastUsed
       FROM program_grant JOIN program ON program.id = program_id JOIN server ON server.id = server_id
       ORDER BY program.name, server.name, decided_at`,
  );
  const serversOf = prepare<[string], { serverId: string }>(
    database,
    `SELECT DISTINCT server_id AS serverId FROM program_grant
      WHERE program_id = (SELECT id FROM program WHERE pattern = ?) AND answer = 'always'`,
  );
  const any = prepare<[], { found: 1 }>(
    database,
    `SELECT 1 AS found FROM program_grant WHERE answer = 'always' LIMIT 1`,
  );
  return {
    get: (key: Key): KeptAnswer | undefined => get.get(key)?.answer,

    /** Replaces an earlier decision. */
    save(grant: GrantSlot & { programId: string; answer: KeptAnswer; now: number }): void {
      remove.run(grant);
      insert.run(grant);
    },

    use(key: Key & { now: number }): void {
      use.run(key);
    },

    /** Returns whether it existed. */
    remove: (grant: GrantSlot & { programId: string }): boolean => remove.run(grant) === 1,

    /** Ends what every program may do with a sign-in. What is refused stays refused. */
    endOfSlot: (slot: GrantSlot): boolean => removeOfSlot.run(slot) > 0,

    /** Ends permissions that were not used since `before`, in milliseconds since the epoch. */
    endUnused: (before: number): boolean => removeUnused.run(before) > 0,

    /** Of all workspaces, by name of the program. */
    list: (): GrantRow[] => list.all(),

    /** The servers that a program may always use. */
    serversOf: (pattern: string): string[] => serversOf.all(pattern).map(({ serverId }) => serverId),

    /** Whether any program may always use a server. */
    any: (): boolean => any.get() !== undefined,
  };
}
