import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { prepare } from './sql.ts';

export interface Server {
  id: string;
  workspaceId: string;
  name: string;
  url: string;
  /** Whether its sign-in is the workspace's or each profile's own. */
  account: 'shared' | 'own';
  returnPath: 'automatic' | 'app_link' | 'loopback';
  enabled: boolean;
  /** What the last probe found; null until there was one. */
  requiresSignIn: boolean | null;
  createdAt: number;
}

interface Row extends Omit<Server, 'enabled' | 'requiresSignIn'> {
  enabled: number;
  requiresSignIn: number | null;
}

const columns = `id, workspace_id AS workspaceId, name, url, account, return_path AS returnPath, enabled,
  requires_sign_in AS requiresSignIn, created_at AS createdAt`;

const fromRow = (row: Row): Server => ({
  ...row,
  enabled: row.enabled === 1,
  requiresSignIn: row.requiresSignIn === null ? null : row.requiresSignIn === 1,
});

const found = (row: Row | undefined): Server | undefined => row && fromRow(row);

/** Every lookup names the workspace: a server of another one is not there. Changes answer with the server as it is then. */
export function servers(database: Database) {
  const list = prepare<[string], Row>(
    database,
    `SELECT ${columns} FROM server WHERE workspace_id = ? ORDER BY created_at, id`,
  );
  const get = prepare<[string, string], Row>(
    database,
    `SELECT ${columns} FROM server WHERE workspace_id = ? AND id = ?`,
  );
  const findByUrl = prepare<[string, string], Row>(
    database,
    `SELECT ${columns} FROM server WHERE workspace_id = ? AND url = ?`,
  );
  const insert = prepare<[Pick<Row, 'id' | 'workspaceId' | 'name' | 'url' | 'account' | 'createdAt'>], Row>(
    database,
    `INSERT INTO server (id, workspace_id, name, url, account, created_at)
     VALUES (@id, @workspaceId, @name, @url, @account, @createdAt) RETURNING ${columns}`,
  );
  const set = (column: string) =>
    prepare<[value: string | number | null, workspaceId: string, id: string], Row>(
      database,
      `UPDATE server SET ${column} = ? WHERE workspace_id = ? AND id = ? RETURNING ${columns}`,
    );
  const name = set('name');
  const url = set('url');
  const enabled = set('enabled');
  const requiresSignIn = set('requires_sign_in');
  const returnPath = set('return_path');
  const remove = prepare<[string, string]>(database, 'DELETE FROM server WHERE workspace_id = ? AND id = ?');

  return {
    /** The oldest first. */
    list: (workspaceId: string): Server[] => list.all(workspaceId).map(fromRow),

    get: (workspaceId: string, id: string): Server | undefined => found(get.get(workspaceId, id)),

    findByUrl: (workspaceId: string, url: string): Server | undefined => found(findByUrl.get(workspaceId, url)),

    /** Throws SQLite's constraint error where the workspace has this address already: look with `findByUrl` first. */
    insert(input: {
      workspaceId: string;
      name: string;
      url: string;
      account?: Server['account'] | undefined;
      now: number;
    }): Server {
      const { workspaceId, name, url, account = 'own', now } = input;
      return fromRow(insert.get({ id: randomUUID(), workspaceId, name, url, account, createdAt: now }) as Row);
    },

    rename: (workspaceId: string, id: string, to: string): Server | undefined => found(name.get(to, workspaceId, id)),

    /** Throws SQLite's constraint error where the workspace has this address already: look with `findByUrl` first. */
    setUrl: (workspaceId: string, id: string, to: string): Server | undefined => found(url.get(to, workspaceId, id)),

    setEnabled: (workspaceId: string, id: string, to: boolean): Server | undefined =>
      found(enabled.get(Number(to), workspaceId, id)),

    setRequiresSignIn: (workspaceId: string, id: string, to: boolean | null): Server | undefined =>
      found(requiresSignIn.get(to === null ? null : Number(to), workspaceId, id)),

    setReturnPath: (workspaceId: string, id: string, to: Server['returnPath']): Server | undefined =>
      found(returnPath.get(to, workspaceId, id)),

    /** Removes the server with its tokens, pending requests and activity. Returns whether it was there. */
    remove: (workspaceId: string, id: string): boolean => remove.run(workspaceId, id) === 1,
  };
}
