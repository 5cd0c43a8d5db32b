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

/** The slot's tokens; undefined where there are none. Throws `sign_in_ended` where they are there and do not open. */
export function storedTokens(context: Context, slot: Slot): StoredTokenSet | undefined {
  return openedFor(context, slot, () => context.store.tokenSets.get(slot.serverId, slot.profileId));
}

/** What belongs to the slot's sign-in, opened. Throws `sign_in_ended`, and remembers it, where it does not open. */
export function openedFor<T>(context: Context, slot: Slot, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    if (!isSealed(cause)) throw cause;
    const fault = new Fault('sign_in_ended', 'what is stored for this sign-in does not open', { cause });
    // The row stays as it is: what it holds may open again, with the key that sealed it.
    context.health.note(slot, errorView(fault), context.now());
    throw fault;
  }
}

/** Whether these are other tokens than the ones before: renewed since, or of another sign-in. */
export function isNewer(stored: StoredTokenSet, before: StoredTokenSet): boolean {
  return (
    stored.id !== before.id ||
    stored.issuedAt !== before.issuedAt ||
    stored.accessToken.reveal() !== before.accessToken.reveal()
  );
}

/** A value is there, and does not open. */
export function isSealed(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'sealed_value_refused';
}

/** What can be made again where it does not open. */
export function openedOrNone<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (!isSealed(error)) throw error;
    return undefined;
  }
}

/** The authorization server as it described itself when the tokens were issued. */
export function issuerOf(
  stored: Pick<StoredTokenSet, 'issuer' | 'authorizationServer' | 'grantType'>,
): AuthorizationServerMetadata {
  const grant = stored.grantType === 'authorization_code' ? stored.grantType : 'other';
  return readAuthorizationServerMetadata(stored.issuer, stored.authorizationServer, { grant });
}

/** Throws `not_signed_in`, or `sign_in_ended` where there was a sign-in. */
export function requireTokens(context: Context, slot: Slot): StoredTokenSet {
  const stored = storedTokens(context, slot);
  if (stored) return stored;
  const ended = context.store.tokenSets.facts(slot.serverId, slot.profileId)?.endedAt !== undefined;
  throw new Fault(ended ? 'sign_in_ended' : 'not_signed_in', 'there is no token for this slot');
}
