import { slotKey, type Slot } from '../slot.ts';

interface CancelledRequest {
  state: string;
  redirectUri: string;
  dropped: AbortController;
}

interface LateAnswer {
  url: string;
  initiatorId: string;
  until: number;
}

/**
 * The requests of cancelled sign-ins that this process still listens for, and the answers that came. An answer is kept
 * here until who cancelled the sign-in finishes it, starts another, or its time is over; it holds a code.
 */
export class LateAnswers {
  readonly #requests = new Map<string, CancelledRequest>();
  readonly #answers = new Map<string, LateAnswer>();

  /** Listens for another `milliseconds`. */
  listen(slot: Slot, request: Omit<CancelledRequest, 'dropped'>, milliseconds: number): void {
    this.drop(slot);
    const dropped = new AbortController();
    this.#requests.set(slotKey(slot), { ...request, dropped });
    const timer = setTimeout(() => this.drop(slot), milliseconds).unref();
    dropped.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  /** Aborts when nothing listens for an answer at this address any more. Undefined if nothing does now. */
  listening(redirectUri: string): AbortSignal | undefined {
    return [...this.#requests.values()].find((request) => request.redirectUri === redirectUri)?.dropped.signal;
  }

  /** Whether a cancelled request has this state, and its answer belongs to this address. */
  isExpected(state: string, url: string): boolean {
    return [...this.#requests.values()].some(
      (request) => request.state === state && url.startsWith(`${request.redirectUri}?`),
    );
  }

  keep(slot: Slot, answer: LateAnswer): void {
    this.#answers.set(slotKey(slot), answer);
  }

  /** Whether there is an answer for who cancelled the sign-in. */
  has(slot: Slot, profileId: string, now: number): boolean {
    // Fast path: lists ask this for every server.
    return this.#answers.size > 0 && this.#of(slot, profileId, now) !== undefined;
  }

  /** The answer, once. */
  take(slot: Slot, profileId: string, now: number): string | undefined {
    const answer = this.#of(slot, profileId, now);
    if (answer) this.#answers.delete(slotKey(slot));
    return answer?.url;
  }

  drop(slot: Slot): void {
    const key = slotKey(slot);
    this.#answers.delete(key);
    this.#requests.get(key)?.dropped.abort();
    this.#requests.delete(key);
  }

  /** For all slots of a server. */
  dropServer(serverId: string): void {
    for (const key of this.#answers.keys()) if (key.startsWith(`${serverId} `)) this.#answers.delete(key);
    for (const [key, { dropped }] of this.#requests) {
      if (!key.startsWith(`${serverId} `)) continue;
      dropped.abort();
      this.#requests.delete(key);
    }
  }

  #of(slot: Slot, profileId: string, now: number): LateAnswer | undefined {
    const answer = this.#answers.get(slotKey(slot));
    return answer?.initiatorId === profileId && now < answer.until ? answer : undefined;
  }
}
