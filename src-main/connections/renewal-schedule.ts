import { isFault } from '../fault.ts';
import { retryAfter } from '../oauth/retry-after.ts';
import type { RenewableSlot } from '../store/token-sets.ts';
import { renewAhead } from './access-token.ts';
import { BackOff } from './back-off.ts';
import type { Context, DomainEvent } from './context.ts';
import { dueTime, renewalMargin } from './lifetimes.ts';
import { slotKey } from './slot.ts';

const mostAtOnce = 8;
const mostPerIssuer = 2;

/** The first screen goes first, in milliseconds. */
const startsAfter = 2000;

/** How long to sleep at the longest, in milliseconds: the clock may be set meanwhile, and no timer says so. */
const longestSleep = 5 * 60_000;

/** Whatever is later than this, in milliseconds, was due while nobody looked: it is done bit by bit. */
const late = 15_000;
/** In milliseconds: so much for each that is late, and a minute for all of them. */
const spreadPerSlot = 1000;
const longestSpread = 60_000;
const longestJitter = 10_000;

/** What the computer says of itself; Electron's `powerMonitor`, as far as this needs it. */
interface Power {
  on: (event: 'resume', listener: () => void) => unknown;
}

/**
 * Renews tokens before they end, so that a call need not wait for that and a sign-in that nobody uses does not lapse. What is
 * due is known from facts alone: a token is opened when its turn comes. Few at a time, fewer still at one authorization
 * server; after a sleep, or a jump of the clock, over a minute. What fails is tried again later and later, and not before
 * the server wants it.
 */
export class RenewalSchedule {
  readonly #context: Context;
  readonly #random: () => number;
  readonly #backOff = new BackOff({ first: 30_000, longest: 60 * 60_000 });
  /** When a token has its turn, by `slotKey`, and which token that is. */
  readonly #turns = new Map<string, { issuedAt: number; at: number }>();
  readonly #running = new Map<string, RenewableSlot>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = true;

  constructor(context: Context, random: () => number = Math.random) {
    this.#context = context;
    this.#random = random;
  }

  start(power?: Power): void {
    this.#stopped = false;
    power?.on('resume', () => this.#look());
    this.#sleep(startsAfter);
  }

  /** Begins nothing more. What is under way goes on: `AccessTokens.settled` is when that is over. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** A new sign-in may be due before all others, and has nothing to do with how an earlier one failed. */
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

  /** Begins what is due, and sleeps until the next one is. */
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
      this.#context.log.warn('nothing can be renewed now', { error: error instanceof Error ? error : undefined });
      this.#sleep(longestSleep);
    }
  }

  /**
   * A time for each token: soon after it is due, at random, because what was issued at once is not to be renewed at once; and
   * for those that are late, within a time that grows with their number.
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
   * A turn that was missed long ago, while the computer slept or because the clock was set, is none; nor is one further off
   * than any that is given now: the clock was ahead when it was.
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
      if (!isFault(error, 'sign_in_ended', 'not_signed_in'))
        this.#context.log.warn('a token was not renewed ahead', { error: error instanceof Error ? error : undefined });
    } finally {
      this.#running.delete(key);
      this.#turns.delete(key);
      // Another one may be waiting for this one's place.
      if (!this.#stopped) this.#sleep(0);
    }
  }
}
