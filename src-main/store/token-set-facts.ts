import type { Database } from './database.ts';
import type { GrantType } from './servers.ts';
import { prepareForSlot } from './slot.ts';
import { prepare } from './sql.ts';

/** What a list says of a sign-in. */
export interface SignInFacts {
  serverId: string;
  registrationId: string;
  registration: {
    kind: 'dynamic' | 'pre_registered' | 'metadata_document';
    registeredAt: number;
    returnPath: 'app_link' | 'loopback' | 'none';
  };
  issuer: string;
  scope: string;
  issuedAt: number;
  expiresAt?: number | undefined;
  signedInAt: number;
  signedInBy: string;
  /** What the authorization server calls who signed in, where it says. */
  account?: string | undefined;
  grantType: GrantType;
  /** There is a refresh token, or the grant needs none. */
  renewable: boolean;
  /** Set on a sign-in that ended; its tokens are gone. */
  endedAt?: number | undefined;
  endReason?: string | undefined;
}

/** What can be said about a slot without opening a token. */
export interface TokenSetFacts extends SignInFacts {
  id: string;
  profileId: string | null;
  resource: string;
}

interface ListedRow extends Omit<SignInFacts, 'registration' | 'renewable' | 'account'> {
  account: string | null;
  renewable: number;
}

type FactsRow = ListedRow & Pick<TokenSetFacts, 'id' | 'profileId' | 'resource'>;

type RegistrationRow = SignInFacts['registration'];

/** SQL for whether new tokens can be had without a person. */
export const isRenewable = `(refresh_token IS NOT NULL OR token_set.grant_type IN ('client_credentials', 'identity_assertion'))`;

/** These are what the index `token_set_facts` has: with another one, each row of a list is read for itself. */
const listedColumns = `server_id AS serverId, registration_id AS registrationId, token_set.issuer, token_set.scope,
    issued_at AS issuedAt,
    expires_at AS expiresAt, signed_in_at AS signedInAt, signed_in_by AS signedInBy, token_set.account,
    token_set.grant_type AS grantType,
    ${isRenewable} AS renewable, ended_at AS endedAt, end_reason AS endReason`;

const registrationColumns =
  'client_registration.kind, registered_at AS registeredAt, client_registration.return_path AS returnPath';

/** Field by field: to spread a row costs more than to read it, and a list has many. */
const toListed = (row: ListedRow, registration: SignInFacts['registration']): SignInFacts => ({
  serverId: row.serverId,
  registrationId: row.registrationId,
  registration,
  issuer: row.issuer,
  scope: row.scope,
  issuedAt: row.issuedAt,
  expiresAt: row.expiresAt ?? undefined,
  signedInAt: row.signedInAt,
  signedInBy: row.signedInBy,
  account: row.account ?? undefined,
  grantType: row.grantType,
  renewable: row.renewable === 1,
  endedAt: row.endedAt ?? undefined,
  endReason: row.endReason ?? undefined,
});

/**
 * Without joins: a profile's rows are read in the order in which they lie, and what they point to is read once. The plus keeps
 * SQLite from looking for the shared ones server by server.
 */
export const listQueries = {
  own: `SELECT ${listedColumns} FROM token_set WHERE profile_id = ?`,
  shared: `SELECT ${listedColumns} FROM token_set WHERE profile_id IS NULL
      AND +server_id IN (SELECT id FROM server WHERE workspace_id = ? AND account = 'shared')`,
};

/** What lists and views know of sign-ins. Nothing here opens what is sealed. */
export function tokenSetFacts(database: Database) {
  const facts = prepareForSlot<FactsRow & RegistrationRow>(
    database,
    (slot) => `SELECT token_set.id, profile_id AS profileId, resource, ${listedColumns}, ${registrationColumns}
      FROM token_set JOIN client_registration ON client_registration.id = registration_id WHERE ${slot}`,
  );
  const endpoint = prepareForSlot<{ endpoint: unknown }>(
    database,
    (slot) => `SELECT authorization_server ->> '$.authorization_endpoint' AS endpoint FROM token_set WHERE ${slot}`,
  );
  const ownFacts = prepare<[string], ListedRow>(database, listQueries.own);
  const sharedFacts = prepare<[string], ListedRow>(database, listQueries.shared);
  const registrations = prepare<[string], RegistrationRow & { id: string }>(
    database,
    `SELECT id, ${registrationColumns} FROM client_registration WHERE workspace_id = ?`,
  );

  return {
    facts(serverId: string, profileId: string | null): TokenSetFacts | undefined {
      const row = facts.get(serverId, profileId);
      if (!row) return undefined;
      const { id, resource, kind, registeredAt, returnPath } = row;
      return { id, profileId: row.profileId, resource, ...toListed(row, { kind, registeredAt, returnPath }) };
    },

    /** The `authorization_endpoint` that the slot's sign-in went through, where its authorization server has one. */
    authorizationEndpoint: (serverId: string, profileId: string | null): unknown =>
      endpoint.get(serverId, profileId)?.endpoint,

    /**
     * The facts of the slots that a profile may use, by the server's id: its own, and those that the workspace's servers share.
     * Nothing is decrypted.
     */
    factsInUse(workspaceId: string, profileId: string): Record<'own' | 'shared', Map<string, SignInFacts>> {
      const known = new Map(
        registrations
          .all(workspaceId)
          .map(({ id, kind, registeredAt, returnPath }) => [id, { kind, registeredAt, returnPath }]),
      );
      const byServer = (rows: ListedRow[]) => {
        const found = new Map<string, SignInFacts>();
        for (const row of rows) {
          const registration = known.get(row.registrationId);
          if (registration) found.set(row.serverId, toListed(row, registration));
        }
        return found;
      };
      return { own: byServer(ownFacts.all(profileId)), shared: byServer(sharedFacts.all(workspaceId)) };
    },
  };
}
