import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** An origin in the user's own network that a workspace's servers may use. */
export interface AllowedOriginRow {
  workspaceId: string;
  /** `https://host:port`. */
  origin: string;
  /** Null if the profile was deleted. */
  allowedBy: string | null;
  allowedAt: number;
}

export function allowedOrigins(database: Database) {
  const columns = 'workspace_id AS workspaceId, origin, allowed_by AS allowedBy, allowed_at AS allowedAt';
  const list = prepare<[string], AllowedOriginRow>(
    database,
    `SELECT ${columns} FROM allowed_origin WHERE workspace_id = ? ORDER BY origin`,
  );
  const get = prepare<[string, string], { found: 1 }>(
    database,
    'SELECT 1 AS found FROM allowed_origin WHERE workspace_id = ? AND origin = ?',
  );
  const add = prepare<[AllowedOriginRow]>(
    database,
    `INSERT INTO allowed_origin (workspace_id, origin, allowed_by, allowed_at)
     VALUES (@workspaceId, @origin, @allowedBy, @allowedAt) ON CONFLICT DO NOTHING`,
  );
  const remove = prepare<[string, string]>(
    database,
    'DELETE FROM allowed_origin WHERE workspace_id = ? AND origin = ?',
  );
  return {
    list: (workspaceId: string): AllowedOriginRow[] => list.all(workspaceId),

    has: (workspaceId: string, origin: string): boolean => get.get(workspaceId, origin) !== undefined,

    /** Keeps an existing row, with the profile that allowed it first. */
    add(row: AllowedOriginRow): void {
      add.run(row);
    },

    /** Returns whether it existed. */
    remove: (workspaceId: string, origin: string): boolean => remove.run(workspaceId, origin) === 1,
  };
}
