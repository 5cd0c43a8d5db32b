import type { GrantEnd, ToolScope } from '../../src-preload/contract/program.ts';
import type { Database } from './database.ts';
import type { GrantSlot, KeptAnswer } from './program-grants.ts';
import { prepare } from './sql.ts';

/** A permission that has ended. Its server and its profile may be gone. */
export interface EndedGrant extends GrantSlot {
  programId: string;
  workspaceId: string;
  server: string;
  answer: KeptAnswer;
  until: 'lock' | 'revoked';
  tools: ToolScope;
  decidedAt: number;
  lastUsed: number | null;
  endedAt: number;
  why: GrantEnd;
}

type Stored = Omit<EndedGrant, 'tools'> & { tools: string };

/** The record of ended permissions. Those for good are recorded by a trigger (migration 30). */
export function endedGrants(database: Database) {
  const record = prepare<[Stored]>(
    database,
    `INSERT INTO ended_grant (program_id, workspace_id, server_id, server_name, profile_id, answer, until, tools,
        decided_at, last_used, ended_at, why)
     VALUES (@programId, @workspaceId, @serverId, @server, @profileId, @answer, @until, @tools, @decidedAt, @lastUsed,
        @endedAt, @why)`,
  );
  const list = prepare<[number], Stored>(
    database,
    `SELECT program_id AS programId, workspace_id AS workspaceId, server_id AS serverId, server_name AS server,
        profile_id AS profileId, answer, until, tools, decided_at AS decidedAt, last_used AS lastUsed,
        ended_at AS endedAt, why
       FROM ended_grant ORDER BY ended_at DESC, id DESC LIMIT ?`,
  );
  const sweep = prepare<[number]>(database, 'DELETE FROM ended_grant WHERE ended_at < ?');
  return {
    record({ tools, ...grant }: EndedGrant): void {
      record.run({ ...grant, tools: JSON.stringify(tools) });
    },

    /** Newest first. */
    list: (limit: number): EndedGrant[] =>
      list.all(limit).map(({ tools, ...grant }) => ({ ...grant, tools: JSON.parse(tools) as ToolScope })),

    /** Deletes what ended before `since`. */
    sweep(since: number): void {
      sweep.run(since);
    },
  };
}
