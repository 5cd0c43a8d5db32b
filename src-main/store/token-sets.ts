import { randomUUID } from 'node:crypto';
import type { Secret } from '../base/secret.ts';
import { boundTo, placeOf, requireAsBound } from './keys/bound-to.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import type { GrantType } from './servers.ts';
import { prepareForSlot } from './slot.ts';
import { slotSignIns } from './slot-sign-ins.ts';
import { prepare, transact } from './sql.ts';
import { storedJson } from './stored-json.ts';
import { isRenewable, tokenSetFacts } from './token-set-facts.ts';
import type { Vault } from './keys/vault.ts';

/** The decrypted tokens of one slot. */
export interface StoredTokenSet {
  id: string;
  serverId: string;
  /** Null is the shared slot. */
  profileId: string | null;
  registrationId: string;
  issuer: string;
  /** The authorization server's metadata, so that a refresh needs no discovery. */
  authorizationServer: Record<string, unknown>;
  /** Empty: no `resource` parameter. */
  resource: string;
  scope: string;
  grantType: GrantType;
  tokenType: 'bearer' | 'dpop';
  /** The DPoP key that the tokens are bound to, if any: a private JWK as JSON. */
  dpopKey?: Secret | undefined;
  accessToken: Secret;
  refreshToken?: Secret | undefined;
  issuedAt: number;
  expiresAt?: number | undefined;
  signedInAt: number;
  signedInBy: string;
  /** The account's name at the authorization server, if it tells one. */
  account?: string | undefined;
  /** The address of the server that the tokens are for; the access token is sent only there. */
  serverUrl: string;
}

/** The parameter of `save`. `serverUrl`: the address that was signed in to, if the caller knows it. */
export type NewTokenSet = Omit<StoredTokenSet, 'id' | 'serverUrl'> & Partial<Pick<StoredTokenSet, 'serverUrl'>>;

/** What a background renewal needs to know. */
export interface RenewableSlot {
  workspaceId: string;
  serverId: string;
  profileId: string | null;
  issuer: string;
  issuedAt: number;
  expiresAt: number;
}

/** The result of a refresh. Without a new refresh token, the old one is kept (RFC 6749 section 6). */
export interface RenewedTokens {
  accessToken: Secret;
  refreshToken?: Secret | undefined;
  scope: string;
  issuedAt: number;
  expiresAt?: number | undefined;
}

type Sealed = 'accessToken' | 'refreshToken' | 'dpopKey';

interface Row extends Omit<StoredTokenSet, 'authorizationServer' | 'expiresAt' | 'account' | 'serverUrl' | Sealed> {
  authorizationServer: string;
  dpopKey: Uint8Array | null;
  accessToken: Uint8Array | null;
  refreshToken: Uint8Array | null;
  expiresAt: number | null;
  account: string | null;
}

/** Selected together with the sealed values: what they are bound to, and the server's address among it. */
interface Bound {
  boundTo: string;
  serverUrl: string;
}

type SealedRow = Row & Bound;

const columns = `id, server_id AS serverId, profile_id AS profileId, registration_id AS registrationId, issuer,
  authorization_server AS authorizationServer, resource, scope,
  grant_type AS grantType, token_type AS tokenType, dpop_key AS dpopKey, access_token AS accessToken,
  refresh_token AS refreshToken, issued_at AS issuedAt, expires_at AS expiresAt, signed_in_at AS signedInAt,
  signed_in_by AS signedInBy, account, ${boundTo('token_set')} AS boundTo,
  (SELECT url FROM server WHERE id = server_id) AS serverUrl`;

const place = (row: string, column: 'access_token' | 'refresh_token' | 'dpop_key', bound: string) =>
  placeOf('token_set', row, column, bound);

/** One row per slot. An ended sign-in keeps its row without tokens, so that the user can see when and why it ended. */
export function tokenSets(database: Database, vault: Vault) {
  const get = prepareForSlot<SealedRow>(database, (slot) => `SELECT ${columns} FROM token_set WHERE ${slot}`);
  const byId = prepare<[string], SealedRow>(database, `SELECT ${columns} FROM token_set WHERE id = ?`);
  const bound = prepare<[Omit<Row, 'accessToken' | 'refreshToken' | 'dpopKey'>], Bound>(
    database,
    `SELECT ${boundTo('token_set', 'parameters')} AS boundTo, (SELECT url FROM server WHERE id = @serverId) AS serverUrl`,
  );
  const idOf = prepareForSlot<{ id: string }>(database, (slot) => `SELECT id FROM token_set WHERE ${slot}`);
  const renewable = prepare<[{ now: number; endsBefore: number }], RenewableSlot>(
    database,
    `SELECT workspace_id AS workspaceId, server_id AS serverId, profile_id AS profileId, token_set.issuer,
        issued_at AS issuedAt, expires_at AS expiresAt
       FROM token_set JOIN server ON server.id = server_id
      WHERE ended_at IS NULL AND (expires_at < @endsBefore OR (issued_at > @now AND expires_at IS NOT NULL))
        AND enabled = 1 AND ${isRenewable}`,
  );
  const upsert = prepare<[Row]>(
    database,
    `INSERT INTO token_set (id, server_id, profile_id, registration_id, issuer, authorization_server, resource, scope,
       grant_type, token_type, dpop_key, access_token, refresh_token, issued_at, expires_at, signed_in_at, signed_in_by,
       account)
     VALUES (@id, @serverId, @profileId, @registrationId, @issuer, @authorizationServer, @resource, @scope,
       @grantType, @tokenType, @dpopKey, @accessToken, @refreshToken, @issuedAt, @expiresAt, @signedInAt, @signedInBy,
       @account)
     ON CONFLICT (id) DO UPDATE SET registration_id = excluded.registration_id, issuer = excluded.issuer,
       authorization_server = excluded.authorization_server, resource = excluded.resource, scope = excluded.scope,
       grant_type = excluded.grant_type, token_type = excluded.token_type, dpop_key = excluded.dpop_key,
       access_token = excluded.access_token, refresh_token = excluded.refresh_token, issued_at = excluded.issued_at,
       expires_at = excluded.expires_at, signed_in_at = excluded.signed_in_at, signed_in_by = excluded.signed_in_by,
       account = excluded.account, ended_at = NULL, end_reason = NULL`,
  );
  const renew = prepare<[Pick<Row, 'id' | 'accessToken' | 'refreshToken' | 'scope' | 'issuedAt' | 'expiresAt'>]>(
    database,
    `UPDATE token_set SET access_token = @accessToken, refresh_token = @refreshToken, scope = @scope,
       issued_at = @issuedAt, expires_at = @expiresAt WHERE id = @id`,
  );
  const end = prepare<[{ id: string; reason: string; now: number }]>(
    database,
    `UPDATE token_set SET access_token = NULL, refresh_token = NULL, dpop_key = NULL, ended_at = @now, end_reason = @reason
      WHERE id = @id`,
  );
  const opened = (found: SealedRow | undefined): StoredTokenSet | undefined => {
    if (found === undefined || found.accessToken === null) return undefined;
    const { boundTo: where, ...row } = found;
    requireAsBound('token_set', where, row);
    const open = (column: 'refresh_token' | 'dpop_key', value: Uint8Array | null) =>
      value === null ? undefined : vault.open(place(row.id, column, where), value);
    return {
      ...row,
      authorizationServer: storedJson(row.authorizationServer),
      accessToken: vault.open(place(row.id, 'access_token', where), found.accessToken),
      refreshToken: open('refresh_token', row.refreshToken),
      dpopKey: open('dpop_key', row.dpopKey),
      expiresAt: row.expiresAt ?? undefined,
      account: row.account ?? undefined,
    };
  };

  const sealOptional = (id: string, column: 'refresh_token' | 'dpop_key', where: string, value: Secret | undefined) =>
    value === undefined ? null : vault.seal(place(id, column, where), value);

  /** The row's tokens if they are still those that the caller used; a new sign-in may have replaced them. */
  const stillHolding = (id: string, refreshToken: Secret | undefined) => {
    const row = byId.get(id);
    const tokens = opened(row);
    if (!row || tokens?.refreshToken?.reveal() !== refreshToken?.reveal()) return undefined;
    return tokens && { tokens, where: row.boundTo };
  };

  return {
    ...tokenSetFacts(database),
    ...slotSignIns(database),

    /** The slot's decrypted tokens; undefined if the sign-in has ended. Throws `sealed_value_refused`. */
    get: (serverId: string, profileId: string | null): StoredTokenSet | undefined =>
      opened(get.get(serverId, profileId)),

    /**
     * Slots of enabled servers whose tokens can be renewed and expire before `endsBefore`, or were issued in the
     * future. Decrypts nothing.
     */
    renewable: (now: number, endsBefore: number): RenewableSlot[] => renewable.all({ now, endsBefore }),

    /**
     * Stores a new sign-in in its slot. The row keeps its id, and an earlier end is cleared. Throws
     * `sealed_value_refused` if the server's address has changed since the sign-in began.
     */
    save: (input: NewTokenSet): StoredTokenSet =>
      transact(database, () => {
        const id = idOf.get(input.serverId, input.profileId)?.id ?? randomUUID();
        const { accessToken, refreshToken, dpopKey, serverUrl: seen, ...plain } = input;
        const row = {
          ...plain,
          id,
          authorizationServer: JSON.stringify(input.authorizationServer),
          expiresAt: input.expiresAt ?? null,
          account: input.account ?? null,
        };
        const { boundTo: where, serverUrl } = bound.get(row) ?? { boundTo: '', serverUrl: '' };
        if (seen !== undefined && seen !== serverUrl) throw new StoreError('sealed_value_refused');
        upsert.run({
          ...row,
          accessToken: vault.seal(place(id, 'access_token', where), accessToken),
          refreshToken: sealOptional(id, 'refresh_token', where, refreshToken),
          dpopKey: sealOptional(id, 'dpop_key', where, dpopKey),
        });
        return { ...input, id, serverUrl };
      }),

    /**
     * Stores the result of a refresh if the row still holds the refresh token that was used (none for none). Undefined,
     * with nothing changed, if the row is gone, ended or newer. Throws `sealed_value_refused`.
     */
    replaceTokens: (
      id: string,
      usedRefreshToken: Secret | undefined,
      tokens: RenewedTokens,
    ): StoredTokenSet | undefined =>
      transact(database, () => {
        const held = stillHolding(id, usedRefreshToken);
        if (held === undefined) return undefined;
        const { tokens: before, where } = held;
        const { accessToken, scope, issuedAt, expiresAt } = tokens;
        const refreshToken = tokens.refreshToken ?? before.refreshToken;
        renew.run({
          id,
          accessToken: vault.seal(place(id, 'access_token', where), accessToken),
          refreshToken: sealOptional(id, 'refresh_token', where, refreshToken),
          scope,
          issuedAt,
          expiresAt: expiresAt ?? null,
        });
        return { ...before, accessToken, refreshToken, scope, issuedAt, expiresAt };
      }),

    /**
     * Ends a sign-in and deletes its tokens if the row still holds the refresh token that was refused (none for none).
     * Returns whether it did. Throws `sealed_value_refused`.
     */
    end: (id: string, refusedRefreshToken: Secret | undefined, reason: string, now: number): boolean =>
      transact(database, () => {
        if (stillHolding(id, refusedRefreshToken) === undefined) return false;
        return end.run({ id, reason, now }) === 1;
      }),
  };
}
