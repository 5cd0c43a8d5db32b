import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** Who did what when. `kind` and `outcome` are words of ours, never a server's, and never a secret. */
export interface Activity {
  id: number;
  workspaceId: string;
  profileId: string | null;
  serverId: string | null;
  kind: string;
  outcome: string;
  at: number;
}

export function activity(database: Database) {
  const record = prepare<[Omit<Activity, 'id'>]>(
    database,
    `INSERT INTO activity (workspace_id, profile_id, server_id, kind, outcome, at)
     VALUES (@workspaceId, @profileId, @serverId, @kind, @outcome, @at)`,
  );
  const list = prepare<[string, number], Activity>(
    database,
    `SELECT id, workspace_id AS workspaceId, profile_id AS profileId, server_id AS serverId, kind, outcome, at
       FROM activity WHERE workspace_id = ? ORDER BY at DESC, id DESC LIMIT ?`,
  );
  return {
    record(entry: Omit<Activity, 'id'>): void {
      record.run(entry);
    },

    /** The newest first, at most `limit`. */
    list: (workspaceId: string, limit: number): Activity[] => list.all(workspaceId, limit),
  };
}
