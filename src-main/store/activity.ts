import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/**
 * An entry of the activity log. `kind` and `outcome` are codes, `subject` is a cleaned name; none of them is secret.
 */
export interface Activity {
  id: number;
  workspaceId: string;
  /** Null: no profile acted (a shared sign-in was refreshed automatically), or the profile was deleted. */
  profileId: string | null;
  serverId: string | null;
  kind: string;
  outcome: string;
  subject: string | null;
  at: number;
}

export interface ActivityQuery {
  workspaceId: string;
  /** Restricts the list to this profile's entries. */
  profileId?: string | undefined;
  serverId?: string | undefined;
  /** Only entries older than this one. */
  before?: number | undefined;
  limit: number;
}

export function activity(database: Database) {
  const columns = `id, workspace_id AS workspaceId, profile_id AS profileId, server_id AS serverId, kind, outcome, subject, at`;
  const record = prepare<[Omit<Activity, 'id'>], Activity>(
    database,
    `INSERT INTO activity (workspace_id, profile_id, server_id, kind, outcome, subject, at)
     VALUES (@workspaceId, @profileId, @serverId, @kind, @outcome, @subject, @at) RETURNING ${columns}`,
  );
  /** One statement per combination of filters, so that each uses its own index. */
  const list = (by: string) =>
    prepare<[Record<string, string | number>], Activity>(
      database,
      `SELECT ${columns} FROM activity WHERE workspace_id = @workspaceId ${by} AND id < @before ORDER BY id DESC LIMIT @limit`,
    );
  const ofAll = list('');
  const ofServer = list('AND server_id = @serverId');
  const ofProfile = list('AND profile_id = @profileId');
  const ofBoth = list('AND server_id = @serverId AND profile_id = @profileId');
  const sweepOld = prepare<[number]>(database, 'DELETE FROM activity WHERE at < ?');
  const sweepSurplus = prepare<[{ workspaceId: string; most: number }]>(
    database,
    `DELETE FROM activity WHERE workspace_id = @workspaceId AND id <= (
       SELECT id FROM activity WHERE workspace_id = @workspaceId ORDER BY id DESC LIMIT 1 OFFSET @most)`,
  );
  const workspaces = prepare<[], { id: string }>(database, 'SELECT id FROM workspace');

  return {
    record: (entry: Omit<Activity, 'id'>): Activity => record.get(entry) as Activity,

    /** Newest first. */
    list({ workspaceId, profileId, serverId, before = Number.MAX_SAFE_INTEGER, limit }: ActivityQuery): Activity[] {
      const at = { workspaceId, before, limit };
      if (serverId !== undefined && profileId !== undefined) return ofBoth.all({ ...at, serverId, profileId });
      if (serverId !== undefined) return ofServer.all({ ...at, serverId });
      if (profileId !== undefined) return ofProfile.all({ ...at, profileId });
      return ofAll.all(at);
    },

    /** Deletes entries older than `since`, and the oldest of each workspace beyond `most`. */
    sweep(since: number, most: number): void {
      sweepOld.run(since);
      for (const { id: workspaceId } of workspaces.all()) sweepSurplus.run({ workspaceId, most });
    },
  };
}
