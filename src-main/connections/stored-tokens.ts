import { errorView } from '../error-view.ts';
import { Fault } from '../fault.ts';
import { StoreError } from '../store/errors.ts';
import type { StoredTokenSet } from '../store/token-sets.ts';
import type { Context } from './context.ts';
import type { Slot } from './slot.ts';

/** The slot's tokens; undefined where there are none. Throws `sign_in_ended` where they are there and do not open. */
export function storedTokens(context: Context, slot: Slot): StoredTokenSet | undefined {
  try {
    return context.store.tokenSets.get(slot.serverId, slot.profileId);
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== 'sealed_value_refused') throw cause;
    const fault = new Fault('sign_in_ended', 'what is stored for this sign-in does not open', { cause });
    // The row stays as it is: what it holds may open again, with the key that sealed it.
    context.health.note(slot, errorView(fault), context.now());
    throw fault;
  }
}

/** Throws `not_signed_in`, or `sign_in_ended` where there was a sign-in. */
export function requireTokens(context: Context, slot: Slot): StoredTokenSet {
  const stored = storedTokens(context, slot);
  if (stored) return stored;
  const ended = context.store.tokenSets.facts(slot.serverId, slot.profileId)?.endedAt !== undefined;
  throw new Fault(ended ? 'sign_in_ended' : 'not_signed_in', 'there is no token for this slot');
}
