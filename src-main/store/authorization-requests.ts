import type { Secret } from '../secret.ts';
import type { Database } from './database.ts';
import { everywhere } from './everywhere.ts';
import { prepareForSlot } from './slot.ts';
import { prepare, transact } from './sql.ts';
import { storedJson } from './stored-json.ts';
import type { Place, Vault } from './vault.ts';

/** The half of a sign-in that waits for the browser. */
export interface PendingAuthorization {
  state: string;
  serverId: string;
  /** The slot; null is the shared one. */
  profileId: string | null;
  initiatorId: string;
  registrationId: string;
  issuer: string;
  /** Its metadata as it was when the browser opened. */
  authorizationServer: Record<string, unknown>;
  redirectUri: string;
  returnPath: 'app_link' | 'loopback';
  scope: string;
  /** Empty: no `resource` parameter at all. */
  resource: string;
  codeVerifier: Secret;
  /** What the code, and then the tokens, are bound to, where the server wants that: a private JWK as JSON. */
  dpopKey?: Secret | undefined;
  createdAt: number;
}

interface Row extends Omit<PendingAuthorization, 'authorizationServer' | 'codeVerifier' | 'dpopKey'> {
  authorizationServer: string;
  codeVerifier: Uint8Array;
  dpopKey: Uint8Array | null;
}

const columns = `state, server_id AS serverId, profile_id AS profileId, initiator_id AS initiatorId,
  registration_id AS registrationId, issuer, authorization_server AS authorizationServer, redirect_uri AS redirectUri,
  return_path AS returnPath, scope, resource, code_verifier AS codeVerifier, dpop_key AS dpopKey, created_at AS createdAt`;

const place = (row: string, column: 'code_verifier' | 'dpop_key'): Place => ({
  table: 'authorization_request',
  row,
  column,
});

export function authorizationRequests(database: Database, vault: Vault) {
  const insert = prepare<[Row]>(
    database,
    `INSERT INTO authorization_request (state, server_id, profile_id, initiator_id, registration_id, issuer,
       authorization_server, redirect_uri, return_path, scope, resource, code_verifier, dpop_key, created_at)
     VALUES (@state, @serverId, @profileId, @initiatorId, @registrationId, @issuer,
       @authorizationServer, @redirectUri, @returnPath, @scope, @resource, @codeVerifier, @dpopKey, @createdAt)`,
  );
  const take = prepare<[string], Row>(
    database,
    `DELETE FROM authorization_request WHERE state = ? RETURNING ${columns}`,
  );
  const removeForSlot = everywhere(database, (schema) =>
    prepareForSlot(database, (slot) => `DELETE FROM ${schema}authorization_request WHERE ${slot}`),
  );
  const removeAllOf = everywhere<[string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}authorization_request WHERE server_id = ?`),
  );
  const sweep = everywhere<[number, number]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}authorization_request WHERE created_at < ? OR created_at > ?`),
  );

  return {
    save: (request: PendingAuthorization): void =>
      transact(database, () => {
        insert.run({
          ...request,
          authorizationServer: JSON.stringify(request.authorizationServer),
          codeVerifier: vault.seal(place(request.state, 'code_verifier'), request.codeVerifier),
          dpopKey: request.dpopKey === undefined ? null : vault.seal(place(request.state, 'dpop_key'), request.dpopKey),
        });
      }),

    /**
     * Removes the request that waits for this state and returns it, so that an answer counts once. Throws
     * `sealed_value_refused`, and has removed it all the same.
     */
    take(state: string): PendingAuthorization | undefined {
      const row = take.get(state);
      return (
        row && {
          ...row,
          authorizationServer: storedJson(row.authorizationServer),
          codeVerifier: vault.open(place(row.state, 'code_verifier'), row.codeVerifier),
          dpopKey: row.dpopKey === null ? undefined : vault.open(place(row.state, 'dpop_key'), row.dpopKey),
        }
      );
    },

    /** Of every slot. Returns how many it removed. */
    removeAllOf: (serverId: string): number => removeAllOf.run(serverId),

    /** Returns how many it removed. */
    removeForSlot: (serverId: string, profileId: string | null): number => removeForSlot.run(serverId, profileId),

    /** Removes the requests that were not made between the two (milliseconds since the epoch). Returns how many. */
    sweep: (since: number, until: number): number => sweep.run(since, until),
  };
}
