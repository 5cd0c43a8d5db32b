import { Secret } from '../base/secret.ts';
import { boundTo, placeOf, requireAsBound } from './keys/bound-to.ts';
import type { Database } from './database.ts';
import { inMemoryAndOnDisk } from './in-memory-and-on-disk.ts';
import { prepare, transact } from './sql.ts';
import type { Vault } from './keys/vault.ts';

/** Whose lists a row has: of which sign-in, as which account, and told to which client. */
export interface ListCacheKey {
  id: string;
  serverId: string;
  /** Null is the shared slot. */
  profileId: string | null;
  account: string;
  client: string;
}

type Row = Pick<ListCacheKey, 'serverId' | 'profileId' | 'account' | 'client'> & { value: Uint8Array; boundTo: string };

/** In place of an account, for what a server answers to all of them: no account is named so. */
export const sharedAccount = 'public';

/** The maximum number of rows. The oldest are deleted, but not what the user has looked at: no program displaces it. */
const mostRows = 2000;
const kept = "client = 'looked at'";

/** What servers listed for agents, sealed. */
export function listCache(database: Database, vault: Vault) {
  const columns = 'server_id AS serverId, profile_id AS profileId, account, client';
  const get = prepare<[string], Row>(
    database,
    `SELECT value, ${columns}, ${boundTo('list_cache')} AS boundTo FROM list_cache WHERE id = ?`,
  );
  const bound = prepare<[Omit<ListCacheKey, 'id'>], { boundTo: string }>(
    database,
    `SELECT ${boundTo('list_cache', 'parameters')} AS boundTo`,
  );
  const insert = prepare<[ListCacheKey & { value: Uint8Array; now: number }]>(
    database,
    `INSERT INTO list_cache (id, server_id, profile_id, account, client, value, saved_at)
     VALUES (@id, @serverId, @profileId, @account, @client, @value, @now)`,
  );
  const remove = inMemoryAndOnDisk<[string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}list_cache WHERE id = ?`),
  );
  const removeOthers = inMemoryAndOnDisk<[string, string | null, string | null]>(database, (schema) =>
    prepare(
      database,
      `DELETE FROM ${schema}list_cache WHERE server_id = ? AND profile_id IS ? AND account IS NOT ?
        AND account <> '${sharedAccount}'`,
    ),
  );
  const removeAllOf = inMemoryAndOnDisk<[string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}list_cache WHERE server_id = ?`),
  );
  const sweep = prepare<[number]>(
    database,
    `DELETE FROM list_cache WHERE id IN
       (SELECT id FROM list_cache WHERE NOT ${kept} ORDER BY saved_at DESC LIMIT -1 OFFSET ?)`,
  );
  const place = (id: string, where: string) => placeOf('list_cache', id, 'value', where);

  return {
    /** Throws `sealed_value_refused` where it does not open, as after a change of the server's address. */
    get(id: string): Secret | undefined {
      const row = get.get(id);
      if (!row) return undefined;
      requireAsBound('list_cache', row.boundTo, row);
      return vault.open(place(id, row.boundTo), row.value);
    },

    save: (key: ListCacheKey, value: string, now: number): void =>
      transact(database, () => {
        remove.run(key.id);
        const { id: _, ...facts } = key;
        const { boundTo: where } = bound.get(facts) ?? { boundTo: '' };
        insert.run({ ...key, value: vault.seal(place(key.id, where), new Secret(value)), now });
        sweep.run(mostRows);
      }),

    /** Deletes what a sign-in's lists are as any other account than this one; null: as all. What they share stays. */
    removeOthers: (serverId: string, profileId: string | null, account: string | null): void => {
      removeOthers.run(serverId, profileId, account);
    },

    removeAllOf: (serverId: string): void => {
      removeAllOf.run(serverId);
    },
  };
}
