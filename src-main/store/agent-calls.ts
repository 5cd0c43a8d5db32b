import type { Database } from './database.ts';
import { prepare, transact } from './sql.ts';
import { StoreError } from './errors.ts';

/** One tool call of an agent: never its arguments or its result. */
export interface AgentCall {
  serverId: string;
  /** The name that was shown. */
  program: string;
  /** What recognizes the program, as `program.pattern`; empty: nothing does; null: kept by an earlier version. */
  pattern: string | null;
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
  pattern: string | null;
  serverId: string;
  /** 0 for the day that begins at the time that was asked about, and so on. */
  day: number;
  calls: number;
  /** Those without a result. */
  failed: number;
}

type LastCall = Pick<AgentCall, 'program' | 'tool' | 'outcome' | 'startedAt'> & { id: number };

const millisecondsOfDay = 86_400_000;

/** The maximum number of calls in memory while the disk fails; the oldest are dropped. */
const mostWaiting = 10_000;

/**
 * The calls of agents. They are kept in memory until `flush`, because a write takes several milliseconds on a busy disk
 * and an agent may make many calls in a second; whatever reads the table writes them first.
 */
export function agentCalls(database: Database) {
  const record = prepare<[AgentCall]>(
    database,
    `INSERT INTO agent_call (server_id, program, pattern, tool, outcome, started_at, milliseconds, bytes)
     SELECT @serverId, @program, @pattern, @tool, @outcome, @startedAt, @milliseconds, @bytes
      WHERE EXISTS (SELECT 1 FROM server WHERE id = @serverId)`,
  );
  const list = prepare<[number], AgentCall>(
    database,
    `SELECT server_id AS serverId, program, pattern, tool, outcome, started_at AS startedAt, milliseconds, bytes
       FROM agent_call ORDER BY id DESC LIMIT ?`,
  );
  const perDay = prepare<[{ since: number; length: number }], CallsOfDay>(
    database,
    `SELECT program, pattern, server_id AS serverId, CAST((started_at - @since) / @length AS INTEGER) AS day,
        COUNT(*) AS calls, SUM(outcome = 'error') AS failed
       FROM agent_call WHERE started_at >= @since GROUP BY 1, 2, 3, 4`,
  );
  // SQLite takes the other columns from the row of the largest id (sqlite.org/lang_select.html, "bare columns").
  const lastOfEach = prepare<[string], LastCall>(
    database,
    `SELECT program, tool, outcome, started_at AS startedAt, MAX(id) AS id
       FROM agent_call WHERE server_id = ? GROUP BY program`,
  );
  const sweepOld = prepare<[number]>(database, 'DELETE FROM agent_call WHERE started_at < ?');
  const sweepSurplus = prepare<[number]>(
    database,
    'DELETE FROM agent_call WHERE id <= (SELECT id FROM agent_call ORDER BY id DESC LIMIT 1 OFFSET ?)',
  );
  const waiting: AgentCall[] = [];
  const flush = () => {
    if (waiting.length === 0) return;
    transact(database, () => {
      for (const call of waiting) record.run(call);
    });
    waiting.length = 0;
  };
  /** A table that can be read but not written is still read. */
  const flushIfPossible = () => {
    try {
      flush();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  };
  return {
    /** Keeps a call for the next `flush`. */
    record(call: AgentCall): void {
      waiting.push(call);
      if (waiting.length > mostWaiting) waiting.shift();
    },

    /**
     * Writes what was recorded, in one transaction; calls to a server that was removed meanwhile are left out. Throws
     * `storage_failed`, and keeps them then.
     */
    flush,

    /** Newest first. */
    list(limit: number): AgentCall[] {
      flushIfPossible();
      return list.all(limit);
    },

    /** In days of 24 hours from `since`, in milliseconds since the epoch. */
    perDay(since: number): CallsOfDay[] {
      flushIfPossible();
      return perDay.all({ since, length: millisecondsOfDay });
    },

    /** The last call of each program at a server. */
    lastOfEach(serverId: string): LastCall[] {
      flushIfPossible();
      return lastOfEach.all(serverId);
    },

    /** Deletes calls that began before `since`, and the oldest beyond `most`. Throws what `flush` throws. */
    sweep(since: number, most: number): void {
      flush();
      sweepOld.run(since);
      sweepSurplus.run(most);
    },
  };
}
