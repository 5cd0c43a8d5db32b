import { parseScope } from '../oauth/scopes.ts';
import { slotKey, type Slot } from './slot.ts';

/** How often an operation may send a person to the browser within the period, in milliseconds. */
const mostPerPeriod = 2;
const period = 10 * 60_000;
const mostKept = 500;

/** A sign-in for more access that is under way. */
export interface RunningStepUp {
  scopes: readonly string[];
  /** Settles when it has ended, well or not. */
  outcome: Promise<void>;
  /** Calls that wait for it. */
  waiting: number;
  giveUp: () => void;
}

/**
 * What people were asked for beyond what they had granted: what is being asked, what they said no to, and how often each
 * operation asked (MCP 2026-07-28, step-up authorization). In memory: after a restart nobody remembers having said no.
 */
export class StepUps {
  /** By slot: there is one browser and one person. */
  readonly running = new Map<string, RunningStepUp>();
  readonly #denied = new Map<string, Set<string>>();
  readonly #times = new Map<string, number[]>();

  deny(slot: Slot, scopes: readonly string[]): void {
    const denied = this.#denied.get(slotKey(slot)) ?? new Set();
    this.#denied.set(slotKey(slot), denied.add(setKey(scopes)));
    dropOldest(denied);
    dropOldest(this.#denied);
  }

  /** Whether a person said no to this set of scopes, and has not signed in by themselves since. */
  isDenied(slot: Slot, scopes: readonly string[]): boolean {
    return this.#denied.get(slotKey(slot))?.has(setKey(scopes)) ?? false;
  }

  /** Somebody signed in to the slot. Where they began that themselves, what they refused before is open again. */
  signedIn(slot: Slot): void {
    if (!this.running.has(slotKey(slot))) this.#denied.delete(slotKey(slot));
  }

  /** Counts one more for the operation. Returns false, and counts nothing, where it has had as many as it may. */
  admit(slot: Slot, operation: string, now: number): boolean {
    const key = JSON.stringify([slotKey(slot), operation]);
    const recent = (this.#times.get(key) ?? []).filter((time) => time > now - period);
    if (recent.length >= mostPerPeriod) return false;
    this.#times.delete(key);
    this.#times.set(key, [...recent, now]);
    dropOldest(this.#times);
    return true;
  }
}

/** The same set in any order is the same question. */
function setKey(scopes: readonly string[]): string {
  return parseScope(scopes.join(' ')).toSorted().join(' ');
}

function dropOldest(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}
