import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** The server that an alias means, and its workspace. */
export interface AliasRow {
  alias: string;
  serverId: string;
  workspaceId: string;
}

type Unnamed = Record<'id' | 'name' | 'url', string>;

export function serverAliases(database: Database) {
  const select = `SELECT alias, server_id AS serverId, workspace_id AS workspaceId
    FROM server_alias JOIN server ON server.id = server_id`;
  const list = prepare<[], AliasRow>(database, `${select} ORDER BY alias`);
  const find = prepare<[string], AliasRow>(database, `${select} WHERE alias = ?`);
  const of = prepare<[string], AliasRow>(database, `${select} WHERE server_id = ?`);
  const missing = prepare<[], Unnamed>(
    database,
    `SELECT id, name, url FROM server WHERE id NOT IN (SELECT server_id FROM server_alias) ORDER BY created_at, id`,
  );
  const add = prepare<[string, string]>(database, 'INSERT INTO server_alias (alias, server_id) VALUES (?, ?)');
  return {
    /** Of all workspaces, by alias. */
    list: (): AliasRow[] => list.all(),

    find: (alias: string): AliasRow | undefined => find.get(alias),

    /** The alias of a server; undefined if it has none yet. */
    of: (serverId: string): string | undefined => of.get(serverId)?.alias,

    /** Servers without an alias, oldest first. */
    missing: (): Unnamed[] => missing.all(),

    /** Throws SQLite's constraint error if the alias is in use: check with `find` first. */
    add(alias: string, serverId: string): void {
      add.run(alias, serverId);
    },
  };
}
