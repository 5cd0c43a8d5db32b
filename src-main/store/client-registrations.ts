import { randomUUID } from 'node:crypto';
import type { Secret } from '../base/secret.ts';
import { boundTo, placeOf, requireAsBound } from './keys/bound-to.ts';
import type { Database } from './database.ts';
import { inMemoryAndOnDisk } from './in-memory-and-on-disk.ts';
import { prepare, transact } from './sql.ts';
import type { Vault } from './keys/vault.ts';

/** Keyfob's registration at an authorization server. */
export interface ClientRegistration {
  id: string;
  workspaceId: string;
  issuer: string;
  kind: 'dynamic' | 'pre_registered' | 'metadata_document';
  /** `none`: for grants without a redirect; the redirect URI is empty. */
  returnPath: 'app_link' | 'loopback' | 'none';
  redirectUri: string;
  clientId: string;
  clientSecret?: Secret | undefined;
  /** A private JWK as JSON, for `private_key_jwt`. */
  privateKey?: Secret | undefined;
  secretExpiresAt?: number | undefined;
  tokenEndpointAuthMethod: string;
  registeredAt: number;
  /** Where the secret may be sent, as JSON (`secretEndpoints`). Empty: unknown, so only for its existing sign-ins. */
  endpoints: string;
  /** The scope that it was registered for; absent: for none in particular. */
  scope?: string | undefined;
}

/** The parameter of `save`. */
export type NewRegistration = Omit<ClientRegistration, 'id' | 'endpoints'> &
  Partial<Pick<ClientRegistration, 'endpoints'>>;

interface Row extends Omit<ClientRegistration, 'clientSecret' | 'privateKey' | 'secretExpiresAt' | 'scope'> {
  clientSecret: Uint8Array | null;
  privateKey: Uint8Array | null;
  secretExpiresAt: number | null;
  scope: string | null;
}

interface SealedRow extends Row {
  boundTo: string;
}

type Key = [workspaceId: string, issuer: string, returnPath: ClientRegistration['returnPath']];

const columns = `id, workspace_id AS workspaceId, issuer, kind, return_path AS returnPath, redirect_uri AS redirectUri,
  client_id AS clientId, client_secret AS clientSecret, private_key AS privateKey, secret_expires_at AS secretExpiresAt,
  token_endpoint_auth_method AS tokenEndpointAuthMethod, registered_at AS registeredAt, endpoints, scope,
  ${boundTo('client_registration')} AS boundTo`;

const place = (row: string, column: 'client_secret' | 'private_key', bound: string) =>
  placeOf('client_registration', row, column, bound);

/**
 * At most one registration by Keyfob is in use per issuer and return path, besides those that users entered. A replaced
 * one is kept while tokens that were issued to it exist.
 */
export function clientRegistrations(database: Database, vault: Vault) {
  const get = prepare<Key, SealedRow>(
    database,
    `SELECT ${columns} FROM client_registration
      WHERE workspace_id = ? AND issuer = ? AND return_path = ? AND replaced_at IS NULL AND kind <> 'pre_registered'`,
  );
  const preregistered = prepare<[...Key, clientId: string], SealedRow>(
    database,
    `SELECT ${columns} FROM client_registration
      WHERE workspace_id = ? AND issuer = ? AND return_path = ? AND replaced_at IS NULL
        AND kind = 'pre_registered' AND client_id = ?`,
  );
  const byId = prepare<[string], SealedRow>(database, `SELECT ${columns} FROM client_registration WHERE id = ?`);
  const issuers = prepare<[string], { issuer: string }>(
    database,
    'SELECT DISTINCT issuer FROM client_registration WHERE workspace_id = ? AND replaced_at IS NULL',
  );
  const replace = prepare<[Omit<ClientRegistration, 'id' | 'clientSecret' | 'privateKey'>]>(
    database,
    `UPDATE client_registration SET replaced_at = @registeredAt
      WHERE workspace_id = @workspaceId AND issuer = @issuer AND return_path = @returnPath AND replaced_at IS NULL
        AND (kind = 'pre_registered') = (@kind = 'pre_registered') AND (kind <> 'pre_registered' OR client_id = @clientId)`,
  );
  const forget = prepare<[replacedAt: number, id: string]>(
    database,
    `UPDATE client_registration SET replaced_at = ?
      WHERE id = ? AND replaced_at IS NULL AND kind <> 'pre_registered'`,
  );
  const retirePreregistered = inMemoryAndOnDisk<[replacedAt: number, workspaceId: string, clientId: string]>(
    database,
    (schema) =>
      prepare(
        database,
        `UPDATE ${schema}client_registration SET replaced_at = ?
        WHERE workspace_id = ? AND client_id = ? AND kind = 'pre_registered' AND replaced_at IS NULL`,
      ),
  );
  const insert = prepare<[Row]>(
    database,
    `INSERT INTO client_registration (id, workspace_id, issuer, kind, return_path, redirect_uri, client_id, client_secret,
       private_key, secret_expires_at, token_endpoint_auth_method, registered_at, endpoints, scope)
     VALUES (@id, @workspaceId, @issuer, @kind, @returnPath, @redirectUri, @clientId, @clientSecret,
       @privateKey, @secretExpiresAt, @tokenEndpointAuthMethod, @registeredAt, @endpoints, @scope)`,
  );
  const bound = prepare<[Omit<ClientRegistration, 'clientSecret' | 'privateKey'>], { boundTo: string }>(
    database,
    `SELECT ${boundTo('client_registration', 'parameters')} AS boundTo`,
  );
  const sweep = inMemoryAndOnDisk<[]>(database, (schema) =>
    prepare(
      database,
      `DELETE FROM ${schema}client_registration
        WHERE replaced_at IS NOT NULL
          AND id NOT IN (SELECT registration_id FROM ${schema}token_set)
          AND id NOT IN (SELECT registration_id FROM ${schema}authorization_request)`,
    ),
  );

  const opened = (found: SealedRow | undefined): ClientRegistration | undefined => {
    if (!found) return undefined;
    const { boundTo: where, ...row } = found;
    requireAsBound('client_registration', where, row);
    const open = (column: 'client_secret' | 'private_key', sealed: Uint8Array | null) =>
      sealed === null ? undefined : vault.open(place(row.id, column, where), sealed);
    return {
      ...row,
      clientSecret: open('client_secret', row.clientSecret),
      privateKey: open('private_key', row.privateKey),
      secretExpiresAt: row.secretExpiresAt ?? undefined,
      scope: row.scope ?? undefined,
    };
  };

  return {
    /** The registration in use that Keyfob made. Throws `sealed_value_refused`. */
    get: (...key: Key): ClientRegistration | undefined => opened(get.get(...key)),

    /** The registration in use that a user entered with this client id. Throws `sealed_value_refused`. */
    preregistered: (...key: [...Key, clientId: string]): ClientRegistration | undefined =>
      opened(preregistered.get(...key)),

    /** The issuers at which Keyfob is registered. */
    issuers: (workspaceId: string): string[] => issuers.all(workspaceId).map(({ issuer }) => issuer),

    /** Includes replaced registrations, which tokens may still need. Throws `sealed_value_refused`. */
    byId: (id: string): ClientRegistration | undefined => opened(byId.get(id)),

    /** Saves a registration and marks the one in use as replaced at `registeredAt`. */
    save(input: NewRegistration): ClientRegistration {
      const registration = { endpoints: '', ...input, id: randomUUID() };
      const { id, clientSecret, privateKey, secretExpiresAt, ...plain } = registration;
      transact(database, () => {
        const { boundTo: where } = bound.get({ id, ...plain }) ?? { boundTo: '' };
        const sealed = (column: 'client_secret' | 'private_key', value: Secret | undefined) =>
          value === undefined ? null : vault.seal(place(id, column, where), value);
        replace.run(plain);
        insert.run({
          ...registration,
          clientSecret: sealed('client_secret', clientSecret),
          privateKey: sealed('private_key', privateKey),
          secretExpiresAt: secretExpiresAt ?? null,
          scope: registration.scope ?? null,
        });
      });
      return registration;
    },

    /**
     * Marks a registration as replaced, unless the user entered it: Keyfob must not discard what it cannot recreate.
     * Returns whether it was in use.
     */
    forget: (id: string, now: number): boolean => forget.run(now, id) === 1,

    /** Marks all registrations with this client id that the user entered as replaced, after the user changed it. */
    retirePreregistered: (workspaceId: string, clientId: string, now: number): number =>
      retirePreregistered.run(now, workspaceId, clientId),

    /** Deletes replaced registrations that no token set or pending request refers to. Returns how many. */
    sweep: (): number => sweep.run(),
  };
}
