import type { Database } from './database.ts';
import type { GrantType } from './servers.ts';
import { prepareForSlot } from './slot.ts';
import { prepare } from './sql.ts';

/** What can be said about a slot without opening a token. */
export interface TokenSetFacts {
  id: string;
  serverId: string;
  profileId: string | null;
  registrationId: string;
  registration: {
    kind: 'dynamic' | 'pre_registered' | 'metadata_document';
    registeredAt: number;
    returnPath: 'app_link' | 'loopback' | 'none';
  };
  issuer: string;
  resource: string;
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

interface FactsRow extends Omit<TokenSetFacts, 'registration' | 'renewable' | 'account'> {
  account: string | null;
  renewable: number;
}

type RegistrationRow = TokenSetFacts['registration'];

/** SQL for whether new tokens can be had without a person. */
export const isRenewable = `(refresh_token IS NOT NULL OR token_set.grant_type IN ('client_credentials', 'identity_assertion'))`;

const factsColumns = `token_set.id, server_id AS serverId, profile_id AS profileId,
    registration_id AS registrationId, token_set.issuer, resource, token_set.scope, issued_at AS issuedAt,
    expires_at AS expiresAt, signed_in_at AS signedInAt, signed_in_by AS signedInBy, token_set.account,
    token_set.grant_type AS grantType,
    ${isRenewable} AS renewable, ended_at AS endedAt, end_reason AS endReason`;

const registrationColumns =
  'client_registration.kind, registered_at AS registeredAt, client_registration.return_path AS returnPath';

const toFacts = (row: FactsRow, registration: TokenSetFacts['registration']): TokenSetFacts => ({
  ...row,
  registration,
  expiresAt: row.expiresAt ?? undefined,
  account: row.account ?? undefined,
  renewable: row.renewable === 1,
  endedAt: row.endedAt ?? undefined,
  endReason: row.endReason ?? undefined,
});

/** What lists and views know of sign-ins. Nothing here opens what is sealed. */
export function tokenSetFacts(database: Database) {
  const facts = prepareForSlot<FactsRow & RegistrationRow>(
    database,
    (slot) => `SELECT ${factsColumns}, ${registrationColumns}
      FROM token_set JOIN client_registration ON client_registration.id = registration_id WHERE ${slot}`,
  );
  // Without joins: a profile's rows are read in the order in which they lie, and what they point to is read once.
  const ownFacts = prepare<[string], FactsRow>(database, `SELECT ${factsColumns} FROM token_set WHERE profile_id = ?`);
  const sharedFacts = prepare<[string], FactsRow>(
    database,
    `SELECT ${factsColumns} FROM token_set WHERE profile_id IS NULL
        AND server_id IN (SELECT id FROM server WHERE workspace_id = ? AND account = 'shared')`,
  );
  const registrations = prepare<[string], RegistrationRow & { id: string }>(
    database,
    `SELECT id, ${registrationColumns} FROM client_registration WHERE workspace_id = ?`,
  );

  return {
    facts(serverId: string, profileId: string | null): TokenSetFacts | undefined {
      const row = facts.get(serverId, profileId);
      if (!row) return undefined;
      const { kind, registeredAt, returnPath, ...rest } = row;
      return toFacts(rest, { kind, registeredAt, returnPath });
    },

    /**
     * The facts of the slots that a profile may use, by the server's id: its own, and those that the workspace's servers share.
     * Nothing is decrypted.
     */
    factsInUse(workspaceId: string, profileId: string): Record<'own' | 'shared', Map<string, TokenSetFacts>> {
      const known = new Map(
        registrations
          .all(workspaceId)
          .map(({ id, kind, registeredAt, returnPath }) => [id, { kind, registeredAt, returnPath }]),
      );
      const byServer = (rows: FactsRow[]) => {
        const found = new Map<string, TokenSetFacts>();
        for (const row of rows) {
          const registration = known.get(row.registrationId);
          if (registration) found.set(row.serverId, toFacts(row, registration));
        }
        return found;
      };
      return { own: byServer(ownFacts.all(profileId)), shared: byServer(sharedFacts.all(workspaceId)) };
    },
  };
}
