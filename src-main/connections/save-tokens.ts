import { cleanText } from '../clean-text.ts';
import type { AuthorizationServerMetadata } from '../oauth/authorization-server-metadata.ts';
import { accountOf } from '../oauth/id-token.ts';
import type { IssuedTokens } from '../oauth/token-request.ts';
import type { Secret } from '../secret.ts';
import type { ClientRegistration } from '../store/client-registrations.ts';
import type { GrantType } from '../store/servers.ts';
import type { StoredTokenSet } from '../store/token-sets.ts';
import type { Context } from './context.ts';
import { expiryOf } from './lifetimes.ts';
import type { Slot } from './slot.ts';

/** What a sign-in was made with. */
export interface SignInFacts {
  slot: Slot;
  initiatorId: string;
  registration: Pick<ClientRegistration, 'id' | 'clientId'>;
  authorizationServer: AuthorizationServerMetadata;
  resource: string;
  /** What was asked for: granted, unless the answer says otherwise (RFC 6749 section 5.1). */
  scope: string;
  grantType: GrantType;
  dpopKey?: Secret | undefined;
  /** When the tokens were asked for. */
  issuedAt: number;
}

/** Puts the tokens of a new sign-in into their slot. */
export function saveTokens(context: Context, facts: SignInFacts, tokens: IssuedTokens): StoredTokenSet {
  const { slot, issuedAt, authorizationServer, initiatorId, registration, scope, ...others } = facts;
  const expiresAt = expiryOf(issuedAt, tokens.expiresIn);
  return context.store.tokenSets.save({
    ...others,
    serverId: slot.serverId,
    profileId: slot.profileId,
    registrationId: registration.id,
    issuer: authorizationServer.issuer,
    authorizationServer: { ...authorizationServer },
    scope: tokens.scope ?? scope,
    tokenType: tokens.tokenType,
    accessToken: tokens.accessToken,
    ...(tokens.refreshToken && { refreshToken: tokens.refreshToken }),
    issuedAt,
    ...(expiresAt !== undefined && { expiresAt }),
    signedInAt: context.now(),
    signedInBy: initiatorId,
    ...accountIn(tokens, { issuer: authorizationServer.issuer, clientId: registration.clientId, now: context.now() }),
  });
}

const longestAccount = 100;

/** Whose account it is, where the server says so: its words, made harmless on one line. */
function accountIn({ idToken }: IssuedTokens, expected: Parameters<typeof accountOf>[1]): { account?: string } {
  const account = idToken && cleanText(accountOf(idToken, expected) ?? '', longestAccount).replace(/\s+/g, ' ');
  return account ? { account } : {};
}
