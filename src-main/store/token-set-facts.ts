import type { Database } from './database.ts';
import type { GrantType } from './servers.ts';
import { prepareForSlot } from './slot.ts';
import { prepare } from './sql.ts';

/** What lists show of a sign-in. */
export interface ListedSignIn {
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
  /** The account's name at the authorization server, if it tells one. */
  account?: string | undefined;
  grantType: GrantType;
  /** Whether there is a refresh token, or the grant needs none. */
  renewable: boolean;
  /** Set for a sign-in that has ended; its tokens are deleted. */
  endedAt?: number | undefined;
  endReason?: string | undefined;
}

/** What is known about a slot without decrypting a token. */
export interface TokenSetFacts extends ListedSignIn {
  id: string;
  profileId: string | null;
  resource: string;
}

interface ListedRow extends Omit<ListedSignIn, 'registration' | 'renewable' | 'account'> {
  account: string | null;
  renewable: number;
}

type FactsRow = ListedRow & Pick<TokenSetFacts, 'id' | 'profileId' | 'resource'>;

type RegistrationRow = ListedSignIn['registration'];

/** The SQL condition for whether new tokens can be obtained without the user. */
export const isRenewable = `(refresh_token IS NOT NULL OR token_set.grant_type IN ('client_credentials', 'identity_assertion', 'jwt_bearer'))`;

/** The columns of the covering index `token_set_facts`; another column would make each list entry read its row. */
const listedColumns = `server_id AS serverId, registration_id AS registrationId, token_set.issuer, token_set.scope,
    issued_at AS issuedAt,
    expires_at AS expiresAt, signed_in_at AS signedInAt, signed_in_by AS signedInBy, token_set.account,
    token_set.grant_type AS grantType,
    ${isRenewable} AS renewable, ended_at AS endedAt, end_reason AS endReason`;

const registrationColumns =
  'client_registration.kind, registered_at AS registeredAt, client_registration.return_path AS returnPath';

/** Copied field by field: spreading a row costs more than reading it, and lists are long. */
const toListed = (row: ListedRow, registration: ListedSignIn['registration']): ListedSignIn => ({
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
 * Without joins: a profile's rows are read in storage order, and what they refer to is read once. The unary plus keeps
 * SQLite from looking up shared rows server by server.
 */
export const listQueries = {
  own: `SELECT ${listedColumns} FROM token_set WHERE profile_id = ?`,
  shared: `SELECT ${listedColumns} FROM token_set WHERE profile_id IS NULL
      AND +server_id IN (SELECT id FROM server WHERE workspace_id = ? AND account = 'shared')`,
};

/** What lists and views show of sign-ins. Decrypts nothing. */
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

    /** The `authorization_endpoint` used by the slot's sign-in, if its authorization server has one. */
    authorizationEndpoint: (serverId: string, profileId: string | null): unknown =>
      endpoint.get(serverId, profileId)?.endpoint,

    /**
     * The sign-ins that a profile can use, by server id: its own, and those that the workspace shares. Decrypts
     * nothing.
     */
    factsInUse(workspaceId: string, profileId: string): Record<'own' | 'shared', Map<string, ListedSignIn>> {
      const known = new Map(
        registrations
          .all(workspaceId)
          .map(({ id, kind, registeredAt, returnPath }) => [id, { kind, registeredAt, returnPath }]),
      );
      const byServer = (rows: ListedRow[]) => {
        const found = new Map<string, ListedSignIn>();
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
