import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** A person in one workspace. */
export interface Profile {
  id: string;
  workspaceId: string;
  name: string;
  role: 'admin' | 'member';
  createdAt: number;
}

const columns = 'id, workspace_id AS workspaceId, name, role, created_at AS createdAt';

export function profiles(database: Database) {
  const list = prepare<[string], Profile>(
    database,
    `SELECT ${columns} FROM profile WHERE workspace_id = ? ORDER BY created_at, id`,
  );
  const get = prepare<[string], Profile>(database, `SELECT ${columns} FROM profile WHERE id = ?`);
  const insert = prepare<[Profile]>(
    database,
    `INSERT INTO profile (id, workspace_id, name, role, created_at)
     VALUES (@id, @workspaceId, @name, @role, @createdAt)`,
  );
  const lastUsed = prepare<[], Profile>(
    database,
    `SELECT ${columns} FROM profile WHERE used_at > 0 ORDER BY used_at DESC, created_at, id LIMIT 1`,
  );
  const lastUsedOf = prepare<[string], Profile>(
    database,
    `SELECT ${columns} FROM profile WHERE workspace_id = ? ORDER BY used_at DESC, created_at, id LIMIT 1`,
  );
  const use = prepare<[number, string]>(database, 'UPDATE profile SET used_at = ? WHERE id = ?');
  const count = prepare<[], { count: number }>(database, 'SELECT count(*) AS count FROM profile');
  const rename = prepare<[string, string]>(database, 'UPDATE profile SET name = ? WHERE id = ?');
  const setRole = prepare<[Profile['role'], string]>(database, 'UPDATE profile SET role = ? WHERE id = ?');
  const remove = prepare<[string]>(database, 'DELETE FROM profile WHERE id = ?');
  return {
    /** Oldest first. */
    list: (workspaceId: string): Profile[] => list.all(workspaceId),

    get: (id: string): Profile | undefined => get.get(id),

    create({ now, ...input }: { workspaceId: string; name: string; role: Profile['role']; now: number }): Profile {
      const { workspaceId, name, role } = input;
      const profile = { id: randomUUID(), workspaceId, name, role, createdAt: now };
      insert.run(profile);
      return profile;
    },

    /** In all workspaces. */
    count: (): number => count.get()?.count ?? 0,

    /** The last used profile of all workspaces. */
    lastUsed: (): Profile | undefined => lastUsed.get(),

    /** The last used profile of a workspace; the oldest if none was used. */
    lastUsedOf: (workspaceId: string): Profile | undefined => lastUsedOf.get(workspaceId),

    use: (id: string, now: number): boolean => use.run(now, id) === 1,

    rename: (id: string, name: string): boolean => rename.run(name, id) === 1,

    setRole: (id: string, role: Profile['role']): boolean => setRole.run(role, id) === 1,

    /** Deletes its sign-ins and pending requests too. */
    remove: (id: string): boolean => remove.run(id) === 1,
  };
}
