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
  /** By program and sign-in, when its last calls begin, the oldest first. */
  readonly #calls = new Map<string, number[]>();

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
    const before = (this.#calls.get(key) ?? []).filter((time) => time > now - minute && time < now + 60 * minute);
    const blocking = before.at(-this.#perMinute);
    const begins = blocking === undefined ? now : Math.max(now, blocking + minute);
    this.#calls.delete(key);
    this.#calls.set(key, [...before, begins].slice(-this.#perMinute));
    dropOldest(this.#calls, mostKept);
    return begins - now;
  }
}
