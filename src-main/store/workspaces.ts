import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { prepare } from './sql.ts';

export interface Workspace {
  id: string;
  name: string;
  createdAt: number;
}

const columns = 'id, name, created_at AS createdAt';

export function workspaces(database: Database) {
  const list = prepare<[], Workspace>(database, `SELECT ${columns} FROM workspace ORDER BY created_at, id`);
  const get = prepare<[string], Workspace>(database, `SELECT ${columns} FROM workspace WHERE id = ?`);
  const insert = prepare<[Workspace]>(
    database,
    'INSERT INTO workspace (id, name, created_at) VALUES (@id, @name, @createdAt)',
  );
  const rename = prepare<[string, string]>(database, 'UPDATE workspace SET name = ? WHERE id = ?');
  const remove = prepare<[string]>(database, 'DELETE FROM workspace WHERE id = ?');
  return {
    /** The oldest first. */
    list: (): Workspace[] => list.all(),

    get: (id: string): Workspace | undefined => get.get(id),

    create({ name, now }: { name: string; now: number }): Workspace {
      const workspace = { id: randomUUID(), name, createdAt: now };
      insert.run(workspace);
      return workspace;
    },

    rename: (id: string, name: string): boolean => rename.run(name, id) === 1,

    /** With the workspace goes everything in it. */
    remove: (id: string): boolean => remove.run(id) === 1,
  };
}
