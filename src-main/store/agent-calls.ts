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

/** How many calls of a program began at a server on one day. */
export interface CallsOfDay {
  program: string;
  serverId: string;
  /** 0 for the day that begins at the time that was asked about, and so on. */
  day: number;
  calls: number;
  /** Those without a result. */
  failed: number;
}

const millisecondsOfDay = 86_400_000;

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
  const perDay = prepare<[{ since: number; length: number }], CallsOfDay>(
    database,
    `SELECT program, server_id AS serverId, CAST((started_at - @since) / @length AS INTEGER) AS day, COUNT(*) AS calls,
        SUM(outcome = 'error') AS failed
       FROM agent_call WHERE started_at >= @since GROUP BY 1, 2, 3`,
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

    /** In days of 24 hours from `since`, in milliseconds since the epoch. */
    perDay: (since: number): CallsOfDay[] => perDay.all({ since, length: millisecondsOfDay }),

    /** Deletes calls that began before `since`, and the oldest beyond `most`. */
    sweep(since: number, most: number): void {
      sweepOld.run(since);
      sweepSurplus.run(most);
    },
  };
}
