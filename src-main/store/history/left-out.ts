import type { Database } from '../database.ts';
import { prepare } from '../sql.ts';

/** The servers whose calls an owner does not want to be kept. */
export function leftOut(database: Database) {
  const add = prepare<[string, string]>(
    database,
    'INSERT INTO left_out (owner, server_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const remove = prepare<[string, string]>(database, 'DELETE FROM left_out WHERE owner = ? AND server_id = ?');
  const has = prepare<[string, string], object>(database, 'SELECT 1 FROM left_out WHERE owner = ? AND server_id = ?');
  const list = prepare<[string], { serverId: string }>(
    database,
    'SELECT server_id AS serverId FROM left_out WHERE owner = ? ORDER BY server_id',
  );
  const ofServer = prepare<[string]>(database, 'DELETE FROM left_out WHERE server_id = ?');
  const ofOwner = prepare<[string]>(database, 'DELETE FROM left_out WHERE owner = ?');
  return {
    set: (owner: string, serverId: string, isLeftOut: boolean): number =>
      (isLeftOut ? add : remove).run(owner, serverId),
    has: (owner: string, serverId: string): boolean => has.get(owner, serverId) !== undefined,
    list: (owner: string): string[] => list.all(owner).map(({ serverId }) => serverId),
    removeServer: (serverId: string): number => ofServer.run(serverId),
    removeOwner: (owner: string): number => ofOwner.run(owner),
  };
}
