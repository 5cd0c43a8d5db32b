import { setTimeout as wait } from 'node:timers/promises';
import { dropOldest } from '../../base/drop-oldest.ts';
import { slotKey, type Slot } from '../../connections/slot.ts';
import type { Caller } from '../caller/find-caller.ts';

const minute = 60_000;
const mostKept = 1000;

/**
 * How fast a program may call tools with one sign-in, over all of its connections. What is too fast is delayed and not
 * refused, since agents take a refusal for an answer.
 */
export class CallPace {
  readonly #perMinute: number;
  readonly #now: () => number;
  /** By program and sign-in, when its last calls begin, the oldest first, and when the last of them was counted. */
  readonly #calls = new Map<string, { begins: number[]; at: number }>();

  constructor(now: () => number, perMinute = 120) {
    this.#now = now;
    this.#perMinute = perMinute;
  }

  /** Resolves when the call may begin. Rejects on abort; the call counts all the same. */
  async turn(caller: Caller, slot: Slot, signal: AbortSignal): Promise<void> {
    const pause = this.reserve(caller, slot);
    if (pause > 0) await wait(pause, undefined, { signal });
  }

  /** Counts a call and returns how many milliseconds it has to wait. */
  reserve({ pattern, kind, path = '', name }: Caller, slot: Slot): number {
    const key = JSON.stringify([slotKey(slot), pattern ?? [kind, path, name]]);
    const now = this.#now();
    const counted = this.#calls.get(key);
    // By a clock that was set back, the times before mean nothing.
    const before = counted && counted.at <= now ? counted.begins.filter((time) => time > now - minute) : [];
    const blocking = before.at(-this.#perMinute);
    const begins = blocking === undefined ? now : Math.max(now, blocking + minute);
    this.#calls.delete(key);
    this.#calls.set(key, { begins: [...before, begins].slice(-this.#perMinute), at: now });
    dropOldest(this.#calls, mostKept);
    return begins - now;
  }
}
