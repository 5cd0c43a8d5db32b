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
  return {
    /** The oldest first. */
    list: (workspaceId: string): Profile[] => list.all(workspaceId),

    get: (id: string): Profile | undefined => get.get(id),

    create({ now, ...input }: { workspaceId: string; name: string; role: Profile['role']; now: number }): Profile {
      const { workspaceId, name, role } = input;
      const profile = { id: randomUUID(), workspaceId, name, role, createdAt: now };
      insert.run(profile);
      return profile;
    },
  };
}
