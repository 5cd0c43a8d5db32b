import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** What is kept of a program of this computer. */
export interface SeenProgram {
  name: string;
  /** JSON that recognizes it after an update and a restart. */
  pattern: string;
  /** Where it was seen last; shown, and decides nothing. */
  path: string;
}

export interface ProgramRow extends SeenProgram {
  id: string;
  firstSeen: number;
  lastSeen: number;
}

export function programs(database: Database) {
  const see = prepare<[SeenProgram & { id: string; now: number }], { id: string }>(
    database,
    `INSERT INTO program (id, name, pattern, path, first_seen, last_seen)
     VALUES (@id, @name, @pattern, @path, @now, @now)
     ON CONFLICT (pattern) DO UPDATE SET name = @name, path = @path, last_seen = @now RETURNING id`,
  );
  const patternOf = prepare<[string], { pattern: string }>(database, 'SELECT pattern FROM program WHERE id = ?');
  const list = prepare<[], ProgramRow>(
    database,
    'SELECT id, name, pattern, path, first_seen AS firstSeen, last_seen AS lastSeen FROM program ORDER BY name, id',
  );
  const removeUnused = prepare<[string]>(
    database,
    `DELETE FROM program WHERE id = ? AND id NOT IN (SELECT program_id FROM program_grant)
       AND id NOT IN (SELECT program_id FROM forwarding)`,
  );
  return {
    list: (): ProgramRow[] => list.all(),

    /** Deletes what is kept of a program about which nothing is decided any more; a forwarding stays. */
    removeUnused(id: string): void {
      removeUnused.run(id);
    },

    patternOf: (id: string): string | undefined => patternOf.get(id)?.pattern,

    /** Keeps a program that was seen now, and returns its id. */
    see: (program: SeenProgram, now: number): string =>
      (see.get({ ...program, id: randomUUID(), now }) as { id: string }).id,
  };
}
