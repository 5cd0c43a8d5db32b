import type { Secret } from '../base/secret.ts';
import { boundTo, placeOf, requireAsBound } from './keys/bound-to.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { inMemoryAndOnDisk } from './in-memory-and-on-disk.ts';
import { prepare, transact } from './sql.ts';
import type { Server } from './servers.ts';
import type { Vault } from './keys/vault.ts';

/** `private_key` is a private JWK as JSON; `headers` an object of names and values as JSON. */
export type ServerSecretKind = 'client_secret' | 'private_key' | 'id_token' | 'headers';

const rowOf = (serverId: string, kind: ServerSecretKind): string => `${serverId} ${kind}`;

const place = (row: string, bound: string) => placeOf('server_secret', row, 'value', bound);

/** The settings that decide where a server's secret is sent, as the caller has read them. */
const steering = {
  url: 'url',
  grantType: 'grant_type',
  issuer: 'issuer',
  tokenEndpoint: 'token_endpoint',
  clientId: 'client_id',
  identityTokenEndpoint: 'identity_token_endpoint',
  identityClientId: 'identity_client_id',
} as const;

export type Seen = Partial<Pick<Server, keyof typeof steering>>;

type Row = { value: Uint8Array; boundTo: string } & Record<keyof typeof steering, string | null>;

/** The secret settings of servers: at most one value of each kind per server. */
export function serverSecrets(database: Database, vault: Vault) {
  const names = Object.entries(steering) as [keyof typeof steering, string][];
  const get = prepare<[string], Row>(
    database,
    `SELECT value, ${boundTo('server_secret')} AS boundTo, ${names.map(([name, column]) => `server.${column} AS ${name}`).join(', ')}
       FROM server_secret JOIN server ON server.id = server_id WHERE server_secret.id = ?`,
  );
  const bound = prepare<[{ serverId: string; kind: ServerSecretKind }], { boundTo: string }>(
    database,
    `SELECT ${boundTo('server_secret', 'parameters')} AS boundTo`,
  );
  const kinds = prepare<[string], { kind: ServerSecretKind }>(
    database,
    'SELECT kind FROM server_secret WHERE server_id = ?',
  );
  const isStored = prepare<[string, string], { found: 1 }>(
    database,
    'SELECT 1 AS found FROM server_secret WHERE id = ? UNION SELECT 1 FROM main.server_secret WHERE id = ?',
  );
  const insert = prepare<[{ id: string; serverId: string; kind: ServerSecretKind; value: Uint8Array; now: number }]>(
    database,
    'INSERT INTO server_secret (id, server_id, kind, value, saved_at) VALUES (@id, @serverId, @kind, @value, @now)',
  );
  const remove = inMemoryAndOnDisk<[string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}server_secret WHERE id = ?`),
  );

  return {
    /**
     * Throws `sealed_value_refused`, also if the server no longer matches `seen`, the settings that the caller read
     * before sending the secret.
     */
    get(serverId: string, kind: ServerSecretKind, seen: Seen = {}): Secret | undefined {
      const id = rowOf(serverId, kind);
      const row = get.get(id);
      if (!row) return undefined;
      if (names.some(([name]) => seen[name] !== undefined && seen[name] !== row[name]))
        throw new StoreError('sealed_value_refused');
      requireAsBound('server_secret', row.boundTo, { ...row, serverId, kind });
      return vault.open(place(id, row.boundTo), row.value);
    },

    /** The kinds that are stored; decrypts nothing. */
    kinds: (serverId: string): ServerSecretKind[] => kinds.all(serverId).map(({ kind }) => kind),

    /** Whether one is stored, even if it cannot be opened until the keyring is available. */
    isStored(serverId: string, kind: ServerSecretKind): boolean {
      const id = rowOf(serverId, kind);
      return isStored.get(id, id) !== undefined;
    },

    /** Replaces and erases the previous value. */
    save: (serverId: string, kind: ServerSecretKind, value: Secret, now: number): void =>
      transact(database, () => {
        const id = rowOf(serverId, kind);
        remove.run(id);
        const { boundTo: where } = bound.get({ serverId, kind }) ?? { boundTo: '' };
        insert.run({ id, serverId, kind, value: vault.seal(place(id, where), value), now });
      }),

    /** Returns whether there was one. */
    remove: (serverId: string, kind: ServerSecretKind): boolean => remove.run(rowOf(serverId, kind)) > 0,
  };
}
