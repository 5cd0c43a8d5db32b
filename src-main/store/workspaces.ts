import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { prepare } from './sql.ts';

export interface Workspace {
  id: string;
  name: string;
  createdAt: number;
  /** Where its client id metadata document is published. Empty: not published. Null: not set. */
  clientMetadataUrl: string | null;
}

const columns = 'id, name, created_at AS createdAt, client_metadata_url AS clientMetadataUrl';

export function workspaces(database: Database) {
  const list = prepare<[], Workspace>(database, `SELECT ${columns} FROM workspace ORDER BY created_at, id`);
  const get = prepare<[string], Workspace>(database, `SELECT ${columns} FROM workspace WHERE id = ?`);
  const insert = prepare<[Omit<Workspace, 'clientMetadataUrl'>]>(
    database,
    'INSERT INTO workspace (id, name, created_at) VALUES (@id, @name, @createdAt)',
  );
  const rename = prepare<[string, string]>(database, 'UPDATE workspace SET name = ? WHERE id = ?');
  const setClientMetadataUrl = prepare<[string, string]>(
    database,
    'UPDATE workspace SET client_metadata_url = ? WHERE id = ?',
  );
  const remove = prepare<[string]>(database, 'DELETE FROM workspace WHERE id = ?');
  return {
    /** Oldest first. */
    list: (): Workspace[] => list.all(),

    get: (id: string): Workspace | undefined => get.get(id),

    create({ name, now }: { name: string; now: number }): Workspace {
      const workspace = { id: randomUUID(), name, createdAt: now, clientMetadataUrl: null };
      insert.run(workspace);
      return workspace;
    },

    rename: (id: string, name: string): boolean => rename.run(name, id) === 1,

    setClientMetadataUrl: (id: string, url: string): boolean => setClientMetadataUrl.run(url, id) === 1,

    /** Deletes everything in the workspace too. */
    remove: (id: string): boolean => remove.run(id) === 1,
  };
}
