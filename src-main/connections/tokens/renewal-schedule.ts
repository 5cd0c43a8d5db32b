import { isFault } from '../../base/fault.ts';
import { retryAfter } from '../../oauth/retry-after.ts';
import type { RenewableSlot } from '../../store/token-sets.ts';
import { renewAhead } from './access-token.ts';
import { BackOff } from '../state/back-off.ts';
import type { Context, DomainEvent } from '../context.ts';
import { dueTime, renewalMargin } from '../lifetimes.ts';
import { slotKey } from '../slot.ts';

const mostAtOnce = 8;
const mostPerIssuer = 2;

/** Lets the first screen load before, in milliseconds. */
const startsAfter = 2000;

/** The longest timer in milliseconds: timers do not notice that the clock is set. */
const longestSleep = 5 * 60_000;

/**
 * Renewals overdue by more than this, in milliseconds, fell due while the computer slept; they are spread over time.
 */
const late = 15_000;
/** The spread of overdue renewals in milliseconds: per slot, and at most in total. */
const spreadPerSlot = 1000;
const longestSpread = 60_000;
const longestJitter = 10_000;

/** The part of Electron's `powerMonitor` that is used here. */
interface ResumeEvents {
  on: (event: 'resume', listener: () => void) => unknown;
}

/**
 * Refreshes tokens before they expire, so that calls need not wait and unused sign-ins do not lapse. Finds due tokens
 * without decrypting; a token is decrypted at its turn. Limits concurrency in total and per authorization server; after
 * sleep or a clock change, spreads renewals over a minute. Failures back off exponentially, and respect the server's
 * `Retry-After`.
 */
export class RenewalSchedule {
  readonly #context: Context;
  readonly #random: () => number;
  readonly #backOff = new BackOff({ first: 30_000, longest: 60 * 60_000 });
  /** The scheduled time of each token, by `slotKey`, and the token's `issuedAt`. */
  readonly #turns = new Map<string, { issuedAt: number; at: number }>();
  readonly #running = new Map<string, RenewableSlot>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = true;

  constructor(context: Context, random: () => number = Math.random) {
    this.#context = context;
    this.#random = random;
  }

  start(power?: ResumeEvents): void {
    this.#stopped = false;
    power?.on('resume', () => this.#look());
    this.#sleep(startsAfter);
  }

  /** Starts no more renewals. Running ones continue: await `AccessTokens.settled` for their end. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** New tokens may be due before all others, and reset the back-off of a failed renewal. */
  follow(event: DomainEvent): void {
    if (event.type !== 'tokens_changed') return;
    const key = slotKey(event.slot);
    this.#backOff.clear(key);
    this.#turns.delete(key);
    if (!this.#stopped) this.#sleep(0);
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), Math.min(Math.max(milliseconds, 0), longestSleep)).unref();
  }

  /** Starts due renewals, and sleeps until the next one. */
  #look(): void {
    if (this.#stopped) return;
    const now = this.#context.now();
    try {
      const slots = this.#context.store.tokenSets.renewable(now, now + longestSleep + renewalMargin);
      this.#giveTurns(slots, now);
      let next = Infinity;
      for (const slot of slots) {
        const key = slotKey(slot);
        const at = Math.max(this.#turns.get(key)?.at ?? now, this.#backOff.until(key, now) ?? 0);
        if (at > now) next = Math.min(next, at);
        else if (this.#hasRoom(slot)) void this.#renew(slot);
      }
      this.#sleep(next - now);
    } catch (error) {
      this.#context.log.warn('nothing can be renewed now', { error });
      this.#sleep(longestSleep);
    }
  }

  /**
   * Schedules each token: shortly after it is due, at random so that tokens issued together are not refreshed together;
   * overdue ones within a span that grows with their number.
   */
  #giveTurns(slots: readonly RenewableSlot[], now: number): void {
    const known = new Set(slots.map(slotKey));
    for (const key of this.#turns.keys()) if (!known.has(key)) this.#turns.delete(key);
    const waiting = slots.filter((slot) => !this.#hasTurn(slot, now));
    const lateOnes = waiting.filter((slot) => dueTime(slot, now) + late < now).length;
    const spread = Math.min(lateOnes * spreadPerSlot, longestSpread);
    for (const slot of waiting) {
      const due = dueTime(slot, now);
      const jitter = Math.min(longestJitter, (slot.expiresAt - due) / 4);
      const at = due + late < now ? now + this.#random() * spread : due + this.#random() * jitter;
      this.#turns.set(slotKey(slot), { issuedAt: slot.issuedAt, at });
    }
  }

  /**
   * A turn that was missed long ago (sleep, clock change) is void, and so is one further ahead than any new one would
   * be: the clock was set back since.
   */
  #hasTurn(slot: RenewableSlot, now: number): boolean {
    const turn = this.#turns.get(slotKey(slot));
    if (turn?.issuedAt !== slot.issuedAt) return false;
    return turn.at + late >= now && turn.at <= Math.max(now, dueTime(slot, now)) + longestSpread;
  }

  #hasRoom(slot: RenewableSlot): boolean {
    const running = [...this.#running.values()];
    const sameIssuer = running.filter(({ issuer }) => issuer === slot.issuer);
    return running.length < mostAtOnce && sameIssuer.length < mostPerIssuer && !this.#running.has(slotKey(slot));
  }

  async #renew(slot: RenewableSlot): Promise<void> {
    const key = slotKey(slot);
    this.#running.set(key, slot);
    try {
      await renewAhead(this.#context, slot);
      this.#backOff.clear(key);
    } catch (error) {
      const now = this.#context.now();
      this.#backOff.failed(key, now, retryAfter(error, now));
      if (!isFault(error, 'sign_in_ended', 'not_signed_in', 'refresh_refused'))
        this.#context.log.warn('a token was not renewed ahead', { error });
    } finally {
      this.#running.delete(key);
      this.#turns.delete(key);
      // Another renewal may be waiting for a free place.
      if (!this.#stopped) this.#sleep(0);
    }
  }
}
