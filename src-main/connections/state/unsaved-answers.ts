import type { RenewedTokens, StoredTokenSet } from '../../store/token-sets.ts';
import type { Store } from '../../store/store.ts';
import { slotKey, type Slot } from '../slot.ts';
import { isNewer } from '../../store/is-newer.ts';

interface UnsavedAnswer {
  before: StoredTokenSet;
  tokens: RenewedTokens;
}

/**
 * The responses to renewals until they are stored. The refresh token that was sent is used up, and sending it again
 * would look like theft (RFC 9700 section 4.14.2): a full or busy disk must not end a sign-in.
 */
export class UnsavedAnswers {
  readonly #answers = new Map<string, UnsavedAnswer>();

  /** The unsaved response for these tokens, if any. A later sign-in in the same slot has other tokens and gets none. */
  to(slot: Slot, before: StoredTokenSet): RenewedTokens | undefined {
    const answer = this.#answers.get(slotKey(slot));
    return answer && !isNewer(before, answer.before) ? answer.tokens : undefined;
  }

  /** Stores a response with `replaceTokens`. If that throws, the response is kept for the next try. */
  save({ tokenSets }: Store, slot: Slot, before: StoredTokenSet, tokens: RenewedTokens): StoredTokenSet | undefined {
    this.#answers.set(slotKey(slot), { before, tokens });
    const renewed = tokenSets.replaceTokens(before.id, before.refreshToken, tokens);
    this.#answers.delete(slotKey(slot));
    return renewed;
  }

  has(slot: Slot): boolean {
    return this.#answers.has(slotKey(slot));
  }

  forget(slot: Slot): void {
    this.#answers.delete(slotKey(slot));
  }

  /** Tries to store all remaining responses, at the end of the process. */
  saveAll({ tokenSets }: Store): void {
    for (const { before, tokens } of this.#answers.values()) {
      try {
        tokenSets.replaceTokens(before.id, before.refreshToken, tokens);
      } catch {
        // The disk refuses it: the next start finds the old tokens.
      }
    }
    this.#answers.clear();
  }
}
