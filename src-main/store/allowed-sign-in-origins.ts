import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** A sign-in service in the user's own network that servers of a workspace at one origin there may use. */
export interface AllowedSignInOriginRow {
  workspaceId: string;
  /** The servers' own origin, `https://host:port`. */
  serverOrigin: string;
  /** The sign-in service's origin, `https://host:port`. */
  origin: string;
  /** Null if the profile was deleted. */
  allowedBy: string | null;
  allowedAt: number;
}

export function allowedSignInOrigins(database: Database) {
  const list = prepare<[string], AllowedSignInOriginRow>(
    database,
    `SELECT workspace_id AS workspaceId, server_origin AS serverOrigin, origin, allowed_by AS allowedBy,
       allowed_at AS allowedAt
     FROM allowed_sign_in_origin WHERE workspace_id = ? ORDER BY server_origin, origin`,
  );
  // A permission that outlives that of the server's own origin counts for nothing.
  const of = prepare<[string, string], { origin: string }>(
    database,
    `SELECT allowed_sign_in_origin.origin FROM allowed_sign_in_origin
       JOIN allowed_origin USING (workspace_id)
      WHERE workspace_id = ? AND server_origin = ? AND allowed_origin.origin = server_origin
      ORDER BY allowed_sign_in_origin.origin`,
  );
  const add = prepare<[AllowedSignInOriginRow]>(
    database,
    `INSERT INTO allowed_sign_in_origin (workspace_id, server_origin, origin, allowed_by, allowed_at)
     VALUES (@workspaceId, @serverOrigin, @origin, @allowedBy, @allowedAt) ON CONFLICT DO NOTHING`,
  );
  const remove = prepare<[string, string, string]>(
    database,
    'DELETE FROM allowed_sign_in_origin WHERE workspace_id = ? AND server_origin = ? AND origin = ?',
  );
  const removeAllOf = prepare<[string, string]>(
    database,
    'DELETE FROM allowed_sign_in_origin WHERE workspace_id = ? AND server_origin = ?',
  );
  return {
    list: (workspaceId: string): AllowedSignInOriginRow[] => list.all(workspaceId),

    /** The sign-in services that servers at this origin may use; none if that origin itself is not allowed. */
    of: (workspaceId: string, serverOrigin: string): string[] =>
      of.all(workspaceId, serverOrigin).map(({ origin }) => origin),

    /** Keeps an existing row, with the profile that allowed it first. */
    add(row: AllowedSignInOriginRow): void {
      add.run(row);
    },

    /** Returns whether it existed. */
    remove: (workspaceId: string, serverOrigin: string, origin: string): boolean =>
      remove.run(workspaceId, serverOrigin, origin) === 1,

    removeAllOf(workspaceId: string, serverOrigin: string): void {
      removeAllOf.run(workspaceId, serverOrigin);
    },
  };
}
