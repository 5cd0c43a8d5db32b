import { errorView } from '../error-view.ts';
import { Fault } from '../fault.ts';
import {
  readAuthorizationServerMetadata,
  type AuthorizationServerMetadata,
} from '../oauth/authorization-server-metadata.ts';
import { StoreError } from '../store/errors.ts';
import type { StoredTokenSet } from '../store/token-sets.ts';
import type { Context } from './context.ts';
import type { Slot } from './slot.ts';

/** The slot's tokens; undefined if there are none. Throws `sign_in_ended` if they cannot be decrypted. */
export function storedTokens(context: Context, slot: Slot): StoredTokenSet | undefined {
  return openedFor(context, slot, () => context.store.tokenSets.get(slot.serverId, slot.profileId));
}

/**
 * Decrypts a value that belongs to the slot's sign-in. If it cannot be decrypted, records that and throws
 * `sign_in_ended`.
 */
export function openedFor<T>(context: Context, slot: Slot, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    if (!isSealed(cause)) throw cause;
    const fault = new Fault('sign_in_ended', 'what is stored for this sign-in does not open', { cause });
    // The row is kept: the key that sealed it may return.
    context.health.note(slot, errorView(fault), context.now());
    throw fault;
  }
}

/** Whether these tokens differ from the earlier ones: refreshed since, or of another sign-in. */
export function isNewer(stored: StoredTokenSet, before: StoredTokenSet): boolean {
  return (
    stored.id !== before.id ||
    stored.issuedAt !== before.issuedAt ||
    stored.accessToken.reveal() !== before.accessToken.reveal()
  );
}

/** Whether the error means that a value cannot be decrypted. */
export function isSealed(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'sealed_value_refused';
}

/** For values that can be created again: undefined if they cannot be decrypted. */
export function openedOrNone<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (!isSealed(error)) throw error;
    return undefined;
  }
}

/** The authorization server's metadata when the tokens were issued. */
export function issuerOf(
  stored: Pick<StoredTokenSet, 'issuer' | 'authorizationServer' | 'grantType'>,
): AuthorizationServerMetadata {
  const grant = stored.grantType === 'authorization_code' ? stored.grantType : 'other';
  return readAuthorizationServerMetadata(stored.issuer, stored.authorizationServer, { grant });
}

/** Throws `not_signed_in`, or `sign_in_ended` if there was a sign-in. */
export function requireTokens(context: Context, slot: Slot): StoredTokenSet {
  const stored = storedTokens(context, slot);
  if (stored) return stored;
  const ended = context.store.tokenSets.facts(slot.serverId, slot.profileId)?.endedAt !== undefined;
  throw new Fault(ended ? 'sign_in_ended' : 'not_signed_in', 'there is no token for this slot');
}
