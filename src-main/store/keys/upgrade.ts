import type { DataKey } from '../data-keys.ts';
import { dataKeys } from '../data-keys.ts';
import type { Database } from '../database.ts';
import { StoreError } from '../errors.ts';
import { eachSealed, openedOrNone } from './reseal.ts';
import { keyOf, openWith, sealedUnder } from './sealed-value.ts';
import { transact } from '../sql.ts';
import { keyPlace, Vault } from './vault.ts';
import type { NewKey } from './wrapped-key.ts';

/** Keys of the earlier form, by id. */
export type EarlierKeys = Map<string, Uint8Array>;

/**
 * Reseals all values on the disk with a new key of the present form, in one transaction, and deletes the earlier keys,
 * so that nothing they sealed can be opened again. Trusts the stored values, because the earlier form is not bound to a
 * destination. Values that cannot be opened are left unchanged. Undefined, with nothing changed, if the keys differ
 * from `stored`: another process has upgraded.
 */
export function upgradeSealed(
  database: Database,
  stored: readonly DataKey[],
  earlier: EarlierKeys,
  { key, row }: NewKey,
  now: number,
): Vault | undefined {
  const keys = dataKeys(database);
  const vault = transact(database, () => {
    if (String(keys.all().map(({ id }) => id)) !== String(stored.map(({ id }) => id))) return undefined;
    const made = new Vault(row.id, key);
    keys.insert(row, now);
    eachSealed(database, 'main.', (place, sealed) => {
      const value = openedOrNone(() => openEarlier(earlier, [place.table, place.row, place.column], sealed));
      return value && made.seal(place, value);
    });
    for (const id of earlier.keys()) keys.remove(id);
    return made;
  });
  // The log still contains values in the earlier form until it is written back.
  if (vault) database.pragma('wal_checkpoint(TRUNCATE)');
  return vault;
}

/** A key of the earlier form that the keyring cannot unwrap, opened with its predecessor. */
export function handedOver(earlier: EarlierKeys, { id, handover }: DataKey): Uint8Array | undefined {
  if (!handover) return undefined;
  const { table, row, column } = keyPlace(id);
  const key = openedOrNone(() => openEarlier(earlier, [table, row, column], handover));
  return key && Buffer.from(key.reveal(), 'base64');
}

function openEarlier(earlier: EarlierKeys, context: readonly string[], sealed: Uint8Array) {
  const id = sealedUnder(sealed, 1);
  const key = id === undefined ? undefined : earlier.get(id);
  if (id === undefined || !key) throw new StoreError('sealed_value_refused');
  return openWith(keyOf(1, id, key), context, sealed);
}
