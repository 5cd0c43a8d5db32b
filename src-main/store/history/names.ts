import type { Database } from '../database.ts';
import { prepare } from '../sql.ts';

/** The numbers of texts that repeat from call to call: owners, servers, addresses, tools, programs. */
export function names(database: Database) {
  const insert = prepare<[string]>(database, 'INSERT INTO name (value) VALUES (?) ON CONFLICT DO NOTHING');
  const find = prepare<[string], { id: number }>(database, 'SELECT id FROM name WHERE value = ?');
  const removeUnused = prepare<[]>(
    database,
    `DELETE FROM name WHERE id NOT IN (
       SELECT owner FROM call UNION SELECT server FROM call UNION SELECT address FROM call
       UNION SELECT tool FROM call UNION SELECT program FROM call)`,
  );
  const known = new Map<string, number>();
  const idOf = (value: string): number | undefined => known.get(value) ?? find.get(value)?.id;
  return {
    idOf,

    /** Call it in the transaction that writes the call. */
    add(value: string): number {
      let id = idOf(value);
      if (id === undefined) {
        insert.run(value);
        id = find.get(value)?.id ?? 0;
      }
      known.set(value, id);
      return id;
    },

    /** Deletes the texts of calls that are gone. */
    sweep(): void {
      removeUnused.run();
      known.clear();
    },

    /** After a transaction that failed, numbers that it gave are not there. */
    forget: () => known.clear(),
  };
}
