import { setTimeout as delay } from 'node:timers/promises';
import { cleanText } from '../../base/clean-text.ts';
import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import { accountOf } from '../../oauth/id-token.ts';
import type { IssuedTokens } from '../../oauth/token-grants.ts';
import type { Secret } from '../../base/secret.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import { StoreError } from '../../store/errors.ts';
import type { GrantType } from '../../store/servers.ts';
import type { NewTokenSet } from '../../store/token-sets.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';
import { expiryOf } from '../lifetimes.ts';
import { isSealed } from '../open-sealed.ts';

/** The parameters that a sign-in was made with. */
export interface NewSignIn {
  initiatorId: string;
  /** The server's address when the sign-in began. */
  serverUrl: string;
  registration: Pick<ClientRegistration, 'id' | 'clientId'>;
  authorizationServer: AuthorizationServerMetadata;
  resource: string;
  /** The requested scope: it is granted, unless the response says otherwise (RFC 6749 section 5.1). */
  scope: string;
  grantType: GrantType;
  dpopKey?: Secret | undefined;
  /** The time of the token request. */
  issuedAt: number;
}

/** The waits before storing is tried again, in milliseconds. */
const pauses = [500, 3000];

/**
 * Stores the tokens of a new sign-in in its slot. The code is used up, so retries for a moment if the disk is busy or a
 * key is still being unwrapped. Throws `storage_failed` and `keyring_locked` if that does not help, and an AbortError
 * if the attempt has ended.
 */
export async function saveTokens(
  context: Context,
  { slot, signal }: Attempt,
  facts: NewSignIn,
  tokens: IssuedTokens,
): Promise<void> {
  const { issuedAt, authorizationServer, initiatorId, registration, scope, ...others } = facts;
  const expiresAt = expiryOf(issuedAt, tokens.expiresIn);
  const signIn: NewTokenSet = {
    ...others,
    serverId: slot.serverId,
    profileId: slot.profileId,
    registrationId: registration.id,
    issuer: authorizationServer.issuer,
    authorizationServer: { ...authorizationServer },
    scope: tokens.scope || scope,
    tokenType: tokens.tokenType,
    accessToken: tokens.accessToken,
    ...(tokens.refreshToken && { refreshToken: tokens.refreshToken }),
    issuedAt,
    ...(expiresAt !== undefined && { expiresAt }),
    signedInAt: context.now(),
    signedInBy: initiatorId,
    ...accountFrom(tokens, { issuer: authorizationServer.issuer, clientId: registration.clientId, now: context.now() }),
  };
  for (const pause of [...pauses, undefined]) {
    signal.throwIfAborted();
    try {
      context.store.tokenSets.save(signIn);
      return;
    } catch (error) {
      if (pause === undefined || !(error instanceof StoreError) || isSealed(error)) throw error;
      await delay(pause, undefined, { signal });
    }
  }
}

const longestAccount = 100;

/** The account's name as the server gives it, cleaned to one line. */
function accountFrom({ idToken }: IssuedTokens, expected: Parameters<typeof accountOf>[1]): { account?: string } {
  const account = idToken && cleanText(accountOf(idToken, expected) ?? '', longestAccount).replace(/\s+/g, ' ');
  return account ? { account } : {};
}
