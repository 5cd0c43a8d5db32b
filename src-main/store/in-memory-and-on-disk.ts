import type { Database } from './database.ts';
import { transact, type Query } from './sql.ts';

/**
 * Prepares a deleting statement for both places where a row may be: the temporary tables that hold secrets in memory
 * (`keepSecretsInMemory`), and the tables on disk from an earlier run. Deleting needs no key, and a secret that was
 * deleted while the keyring was locked must not return when it is unlocked. `prepareIn` receives the schema prefix for
 * the table's name.
 */
export function inMemoryAndOnDisk<P extends unknown[]>(
  database: Database,
  prepareIn: (schema: '' | 'main.') => Pick<Query<P, never>, 'run'>,
): Pick<Query<P, never>, 'run'> {
  const inUse = prepareIn('');
  const onDisk = prepareIn('main.');
  return { run: (...parameters) => transact(database, () => inUse.run(...parameters) + onDisk.run(...parameters)) };
}
