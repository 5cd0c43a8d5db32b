import type { Database } from './database.ts';
import { transact, type Query } from './sql.ts';

/**
 * Prepares what takes something away so that it does so wherever that lies: in memory, where secrets are kept there for now
 * (`keepSecretsInMemory`), and on the disk, where an earlier run put them. It takes no key to delete, and what somebody gave up
 * while the keyring was locked must not be back with it. `prepareIn` receives what to put before the table's name.
 */
export function everywhere<P extends unknown[]>(
  database: Database,
  prepareIn: (schema: '' | 'main.') => Pick<Query<P, never>, 'run'>,
): Pick<Query<P, never>, 'run'> {
  const inUse = prepareIn('');
  const onDisk = prepareIn('main.');
  return { run: (...parameters) => transact(database, () => inUse.run(...parameters) + onDisk.run(...parameters)) };
}
