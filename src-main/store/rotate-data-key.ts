import { Secret } from '../secret.ts';
import { makeKeyInTime } from './wrapped-key.ts';
import { dataKeys } from './data-keys.ts';
import type { Database } from './database.ts';
import type { Keyring } from './keyring.ts';
import { resealAll } from './reseal.ts';
import { transact } from './sql.ts';
import { keyPlace, type Vault } from './vault.ts';

/**
 * Seals everything with a new key, all of it or nothing. The key before it stays until a later start has read the new one back
 * from the keyring (`retireDataKeys`): ended at any moment, the database opens. Throws `keyring_locked` where the keyring does
 * not give the new key back within `timeoutMs` (milliseconds; it may ask the person meanwhile); then nothing has changed.
 */
export async function rotateDataKey(
  database: Database,
  vault: Vault,
  keyring: Keyring,
  { now, timeoutMs = 30_000 }: { now: number; timeoutMs?: number },
): Promise<void> {
  const { key, row } = await makeKeyInTime(keyring, timeoutMs);
  transact(database, () => {
    const handover = vault.seal(keyPlace(row.id), new Secret(Buffer.from(key).toString('base64')));
    dataKeys(database).insert({ ...row, handover }, now);
    vault.know(row.id, key);
    resealAll(database, vault);
  });
  vault.adopt(row.id, key);
  // What was sealed with the old key is still in the log until it is written back.
  database.pragma('wal_checkpoint(TRUNCATE)');
}

/**
 * At a start, with every key opened that opens: seals with the newest what is still sealed with another one (a process that did
 * not know it wrote that, or a crash left it), and deletes the keys that nothing needs any more. A key that does not open is kept,
 * and so is one that something names which does not open.
 */
export function retireDataKeys(database: Database, vault: Vault): void {
  const keys = dataKeys(database);
  const [newest, ...older] = keys.all();
  if (!newest || newest.id !== vault.keyId || (older.length === 0 && newest.handover === null)) return;
  transact(database, () => {
    const needed = resealAll(database, vault);
    for (const { id } of older) if (vault.knows(id) && !needed.has(id)) keys.remove(id);
    keys.endHandover(newest.id);
  });
}
