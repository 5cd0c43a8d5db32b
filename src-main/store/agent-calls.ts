import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** One tool call of an agent: never its arguments or its result. */
export interface AgentCall {
  serverId: string;
  /** The name that was shown. */
  program: string;
  tool: string;
  outcome: string;
  startedAt: number;
  milliseconds: number;
  /** The size of the answer. */
  bytes: number;
}

export function agentCalls(database: Database) {
  const record = prepare<[AgentCall]>(
    database,
    `INSERT INTO agent_call (server_id, program, tool, outcome, started_at, milliseconds, bytes)
     VALUES (@serverId, @program, @tool, @outcome, @startedAt, @milliseconds, @bytes)`,
  );
  const list = prepare<[number], AgentCall>(
    database,
    `SELECT server_id AS serverId, program, tool, outcome, started_at AS startedAt, milliseconds, bytes
       FROM agent_call ORDER BY id DESC LIMIT ?`,
  );
  const sweepOld = prepare<[number]>(database, 'DELETE FROM agent_call WHERE started_at < ?');
  const sweepSurplus = prepare<[number]>(
    database,
    'DELETE FROM agent_call WHERE id <= (SELECT id FROM agent_call ORDER BY id DESC LIMIT 1 OFFSET ?)',
  );
  return {
    record(call: AgentCall): void {
      record.run(call);
    },

    /** Newest first. */
    list: (limit: number): AgentCall[] => list.all(limit),

    /** Deletes calls that began before `since`, and the oldest beyond `most`. */
    sweep(since: number, most: number): void {
      sweepOld.run(since);
      sweepSurplus.run(most);
    },
  };
}
