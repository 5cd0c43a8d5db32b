import type { Secret } from '../base/secret.ts';
import { boundTo, placeOf, requireAsBound } from './keys/bound-to.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { inMemoryAndOnDisk } from './in-memory-and-on-disk.ts';
import { prepareForSlot } from './slot.ts';
import { prepare, transact } from './sql.ts';
import { storedJson } from './stored-json.ts';
import type { Vault } from './keys/vault.ts';

/** A pending authorization request, stored until the browser returns. */
export interface PendingAuthorization {
  state: string;
  serverId: string;
  /** The profile whose slot it is; null is the workspace's shared slot. */
  profileId: string | null;
  initiatorId: string;
  registrationId: string;
  issuer: string;
  /** The authorization server's metadata when the browser was opened. */
  authorizationServer: Record<string, unknown>;
  redirectUri: string;
  returnPath: 'app_link' | 'loopback';
  scope: string;
  /** Empty: no `resource` parameter. */
  resource: string;
  codeVerifier: Secret;
  /** The DPoP key that the code and the tokens are bound to, if any: a private JWK as JSON. */
  dpopKey?: Secret | undefined;
  createdAt: number;
  /** The server's address at the time of the request. */
  serverUrl: string;
}

/** What a late answer to a cancelled request needs to be kept. */
type CancelledRequest = Pick<
  PendingAuthorization,
  'serverId' | 'profileId' | 'initiatorId' | 'redirectUri' | 'createdAt'
>;

/** The parameter of `save`. `serverUrl`: the address that the request was made for, if the caller knows it. */
export type NewRequest = Omit<PendingAuthorization, 'serverUrl'> & Partial<Pick<PendingAuthorization, 'serverUrl'>>;

interface Row extends Omit<PendingAuthorization, 'authorizationServer' | 'codeVerifier' | 'dpopKey' | 'serverUrl'> {
  authorizationServer: string;
  codeVerifier: Uint8Array;
  dpopKey: Uint8Array | null;
}

/** Selected together: the columns that a sealed value is bound to, and the server's address among them. */
interface Bound {
  boundTo: string;
  serverUrl: string;
}

const columns = `state, server_id AS serverId, profile_id AS profileId, initiator_id AS initiatorId,
  registration_id AS registrationId, issuer, authorization_server AS authorizationServer, redirect_uri AS redirectUri,
  return_path AS returnPath, scope, resource, code_verifier AS codeVerifier, dpop_key AS dpopKey, created_at AS createdAt`;

const place = (row: string, column: 'code_verifier' | 'dpop_key', bound: string) =>
  placeOf('authorization_request', row, column, bound);

export function authorizationRequests(database: Database, vault: Vault) {
  const insert = prepare<[Row]>(
    database,
    `INSERT INTO authorization_request (state, server_id, profile_id, initiator_id, registration_id, issuer,
       authorization_server, redirect_uri, return_path, scope, resource, code_verifier, dpop_key, created_at)
     VALUES (@state, @serverId, @profileId, @initiatorId, @registrationId, @issuer,
       @authorizationServer, @redirectUri, @returnPath, @scope, @resource, @codeVerifier, @dpopKey, @createdAt)`,
  );
  const bound = prepare<[Omit<Row, 'codeVerifier' | 'dpopKey'>], Bound>(
    database,
    `SELECT ${boundTo('authorization_request', 'parameters')} AS boundTo,
       (SELECT url FROM server WHERE id = @serverId) AS serverUrl`,
  );
  const get = prepare<[string], Row & Bound>(
    database,
    `SELECT ${columns}, ${boundTo('authorization_request')} AS boundTo,
       (SELECT url FROM server WHERE id = server_id) AS serverUrl FROM authorization_request WHERE state = ?`,
  );
  const remove = prepare<[string]>(database, 'DELETE FROM authorization_request WHERE state = ?');
  const removeForSlot = inMemoryAndOnDisk(database, (schema) =>
    prepareForSlot(database, (slot) => `DELETE FROM ${schema}authorization_request WHERE ${slot}`),
  );
  const cancel = prepare<[number, string]>(
    database,
    'UPDATE authorization_request SET cancelled_at = ? WHERE state = ?',
  );
  const cancelled = prepare<[string], CancelledRequest>(
    database,
    `SELECT server_id AS serverId, profile_id AS profileId, initiator_id AS initiatorId, redirect_uri AS redirectUri,
       created_at AS createdAt FROM authorization_request WHERE state = ? AND cancelled_at IS NOT NULL`,
  );
  const removeAllOf = inMemoryAndOnDisk<[string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}authorization_request WHERE server_id = ?`),
  );
  const waiting = prepare<[since: number], Pick<Row, 'redirectUri' | 'createdAt'>>(
    database,
    `SELECT DISTINCT redirect_uri AS redirectUri, max(created_at) AS createdAt FROM authorization_request
      WHERE return_path = 'loopback' AND created_at > ? AND cancelled_at IS NULL GROUP BY redirect_uri`,
  );
  const redirectUriOf = prepare<[string], Pick<Row, 'redirectUri'>>(
    database,
    'SELECT redirect_uri AS redirectUri FROM authorization_request WHERE state = ? AND cancelled_at IS NULL',
  );
  const sweep = inMemoryAndOnDisk<[number, number]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}authorization_request WHERE created_at < ? OR created_at > ?`),
  );

  return {
    /** Throws `sealed_value_refused` if the server's address has changed since the request was made. */
    save: (request: NewRequest): void =>
      transact(database, () => {
        const { state, codeVerifier, dpopKey, serverUrl: seen, ...plain } = request;
        const row = { ...plain, state, authorizationServer: JSON.stringify(request.authorizationServer) };
        const { boundTo: where, serverUrl } = bound.get(row) ?? { boundTo: '', serverUrl: undefined };
        if (seen !== undefined && seen !== serverUrl) throw new StoreError('sealed_value_refused');
        insert.run({
          ...row,
          codeVerifier: vault.seal(place(state, 'code_verifier', where), codeVerifier),
          dpopKey: dpopKey === undefined ? null : vault.seal(place(state, 'dpop_key', where), dpopKey),
        });
      }),

    /**
     * Deletes the request with this state and returns it, so that each response is used once. Throws
     * `sealed_value_refused`, and has deleted the row in that case too.
     */
    take(state: string): PendingAuthorization | undefined {
      const found = transact(database, () => {
        const row = get.get(state);
        return row && remove.run(state) === 1 ? row : undefined;
      });
      if (!found) return undefined;
      const { boundTo: where, ...row } = found;
      requireAsBound('authorization_request', where, row);
      return {
        ...row,
        authorizationServer: storedJson(row.authorizationServer),
        codeVerifier: vault.open(place(state, 'code_verifier', where), row.codeVerifier),
        dpopKey: row.dpopKey === null ? undefined : vault.open(place(state, 'dpop_key', where), row.dpopKey),
      };
    },

    /** Keeps the request with this state for a late answer. */
    cancel: (state: string, now: number): void => void cancel.run(now, state),

    /** The request with this state if it was cancelled. Decrypts nothing. */
    cancelled: (state: string): CancelledRequest | undefined => cancelled.get(state),

    /** The loopback redirect URIs of requests created after `since`, each with its newest request's time. */
    redirectUrisSince: (since: number): Pick<Row, 'redirectUri' | 'createdAt'>[] => waiting.all(since),

    /** Where the response to the request with this state has to arrive. */
    redirectUriOf: (state: string): string | undefined => redirectUriOf.get(state)?.redirectUri,

    /** In every slot. Returns how many were deleted. */
    removeAllOf: (serverId: string): number => removeAllOf.run(serverId),

    /** Returns how many were deleted. */
    removeForSlot: (serverId: string, profileId: string | null): number => removeForSlot.run(serverId, profileId),

    /** Deletes requests created before `since` or after `until` (milliseconds since the epoch). Returns how many. */
    sweep: (since: number, until: number): number => sweep.run(since, until),
  };
}
