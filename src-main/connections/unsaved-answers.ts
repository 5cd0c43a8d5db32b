import type { RenewedTokens, StoredTokenSet } from '../store/token-sets.ts';
import type { Store } from '../store/store.ts';
import { slotKey, type Slot } from './slot.ts';
import { isNewer } from './stored-tokens.ts';

interface Answer {
  before: StoredTokenSet;
  tokens: RenewedTokens;
}

/**
 * What an authorization server answered to a renewal, from when it arrives until it is on the disk. The refresh token that it
 * was had for is used up, and sent again would pass for a stolen one (RFC 9700 section 4.14.2): a disk that is full or busy must
 * not be the end of a sign-in.
 */
export class UnsavedAnswers {
  readonly #answers = new Map<string, Answer>();

  /** What came of these tokens, if anything. Whoever signed in anew since has nothing to do with it. */
  to(slot: Slot, before: StoredTokenSet): RenewedTokens | undefined {
    const answer = this.#answers.get(slotKey(slot));
    return answer && !isNewer(before, answer.before) ? answer.tokens : undefined;
  }

  /**
   * Stores an answer, as `replaceTokens` does. Where that throws, it is kept for the next time.
   */
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

  /** Tries to store whatever is left: nobody asks for it any more. */
  saveAll({ tokenSets }: Store): void {
    for (const { before, tokens } of this.#answers.values()) {
      try {
        tokenSets.replaceTokens(before.id, before.refreshToken, tokens);
      } catch {
        // The disk takes nothing: the next start finds the old tokens.
      }
    }
    this.#answers.clear();
  }
}
