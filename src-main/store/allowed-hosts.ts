import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** The host of an authorization server's page and the host of its endpoints, both with a non-default port. */
export interface HostPair {
  issuer: string;
  browserHost: string;
  answerHost: string;
}

/** A pair that a user has allowed for their workspace. */
export interface AllowedHostsRow extends HostPair {
  workspaceId: string;
  /** Null if the profile was deleted. */
  allowedBy: string | null;
  allowedAt: number;
}

/** Pairs are matched exactly: another port, host or issuer needs another permission. */
export function allowedHosts(database: Database) {
  const list = prepare<[string], AllowedHostsRow>(
    database,
    `SELECT workspace_id AS workspaceId, issuer, browser_host AS browserHost, answer_host AS answerHost,
       allowed_by AS allowedBy, allowed_at AS allowedAt
     FROM allowed_hosts WHERE workspace_id = ? ORDER BY browser_host, answer_host, issuer`,
  );
  const match =
    'workspace_id = @workspaceId AND issuer = @issuer AND browser_host = @browserHost AND answer_host = @answerHost';
  const get = prepare<[HostPair & { workspaceId: string }], { found: 1 }>(
    database,
    `SELECT 1 AS found FROM allowed_hosts WHERE ${match}`,
  );
  const add = prepare<[AllowedHostsRow]>(
    database,
    `INSERT INTO allowed_hosts (workspace_id, issuer, browser_host, answer_host, allowed_by, allowed_at)
     VALUES (@workspaceId, @issuer, @browserHost, @answerHost, @allowedBy, @allowedAt) ON CONFLICT DO NOTHING`,
  );
  const remove = prepare<[HostPair & { workspaceId: string }]>(database, `DELETE FROM allowed_hosts WHERE ${match}`);
  return {
    list: (workspaceId: string): AllowedHostsRow[] => list.all(workspaceId),

    has: (workspaceId: string, pair: HostPair): boolean => get.get({ ...pair, workspaceId }) !== undefined,

    /** Keeps an existing row, with the profile that allowed it first. */
    add(row: AllowedHostsRow): void {
      add.run(row);
    },

    /** Returns whether it existed. */
    remove: (workspaceId: string, pair: HostPair): boolean => remove.run({ ...pair, workspaceId }) === 1,
  };
}
