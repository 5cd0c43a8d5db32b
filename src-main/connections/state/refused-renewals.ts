import type { Fault } from '../../base/fault.ts';
import { isNewer } from '../../store/is-newer.ts';
import type { StoredTokenSet } from '../../store/token-sets.ts';
import { slotKey, type Slot } from '../slot.ts';

interface RefusedRenewal {
  before: StoredTokenSet;
  fault: Fault;
  since: number;
}

/**
 * The renewals that an authorization server answered with a refusal, other than `invalid_grant`: the stored tokens are
 * kept, but the same refresh token is not sent again. In memory: each start asks once more.
 */
export class RefusedRenewals {
  readonly #refused = new Map<string, RefusedRenewal>();

  add(slot: Slot, before: StoredTokenSet, fault: Fault, now: number): void {
    this.#refused.set(slotKey(slot), { before, fault, since: now });
  }

  /** The refusal of these tokens' renewal. None for tokens of a later sign-in, or of another process's renewal. */
  of(slot: Slot, stored: StoredTokenSet): Fault | undefined {
    const refused = this.#refused.get(slotKey(slot));
    return refused && !isNewer(stored, refused.before) ? refused.fault : undefined;
  }

  /** The same for a view, which has no tokens. */
  forView(slot: Slot, tokens: { issuedAt: number } | undefined): Omit<RefusedRenewal, 'before'> | undefined {
    // Fast path: lists ask this for every server.
    if (this.#refused.size === 0) return undefined;
    const refused = this.#refused.get(slotKey(slot));
    return refused?.before.issuedAt === tokens?.issuedAt ? refused : undefined;
  }

  forget(slot: Slot): void {
    this.#refused.delete(slotKey(slot));
  }
}
