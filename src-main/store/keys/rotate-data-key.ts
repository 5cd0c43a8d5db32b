import { Secret } from '../../base/secret.ts';
import { makeKeyInTime } from './wrapped-key.ts';
import { dataKeys } from '../data-keys.ts';
import type { Database } from '../database.ts';
import type { Keyring } from './keyring.ts';
import { resealAll } from './reseal.ts';
import { transact } from '../sql.ts';
import { keyPlace, type Vault } from './vault.ts';

/**
 * Reseals everything with a new key, in one transaction. The previous key is kept until a later start has unwrapped the
 * new one (`retireDataKeys`), so the database can be opened after a crash at any moment. Throws `keyring_locked`, with
 * nothing changed, if the keyring does not return the new key within `timeoutMs` (milliseconds; it may ask the user
 * meanwhile).
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
    vault.addKey(row.id, key);
    resealAll(database, vault);
  });
  vault.setCurrentKey(row.id, key);
  // The log still contains values that are sealed with the old key until it is written back.
  database.pragma('wal_checkpoint(TRUNCATE)');
}

/**
 * Runs at start, after all available keys were unwrapped: reseals with the newest key what is still sealed with another
 * one (written by a process that did not know the key, or left by a crash), and deletes keys that nothing needs. Keeps
 * keys that cannot be unwrapped, and keys of values that cannot be opened.
 */
export function retireDataKeys(database: Database, vault: Vault): void {
  const keys = dataKeys(database);
  const [newest, ...older] = keys.all();
  if (!newest || newest.id !== vault.keyId || (older.length === 0 && newest.handover === null)) return;
  transact(database, () => {
    const needed = resealAll(database, vault);
    for (const { id } of older) if (vault.hasKey(id) && !needed.has(id)) keys.remove(id);
    keys.endHandover(newest.id);
  });
}
