import { parseScope } from '../../oauth/scopes.ts';
import { slotKey, type Slot } from '../slot.ts';
import { dropOldest } from '../../base/drop-oldest.ts';

/** How often a tool may open the browser per period, and the period in milliseconds. */
const mostPerPeriod = 2;
const period = 10 * 60_000;
const mostKept = 500;

/** A running sign-in for more scopes. */
export interface RunningStepUp {
  scopes: readonly string[];
  /** Settles when it has ended, with any result. */
  outcome: Promise<void>;
  /** The number of waiting calls. */
  waiting: number;
  giveUp: () => void;
}

/**
 * The state of step-ups: running ones, denied ones, and how often each tool asked (MCP 2026-07-28, step-up
 * authorization). In memory: denials do not survive a restart.
 */
export class StepUps {
  /** By slot: there is one browser and one user. */
  readonly running = new Map<string, RunningStepUp>();
  readonly #denied = new Map<string, Set<string>>();
  readonly #times = new Map<string, number[]>();

  deny(slot: Slot, scopes: readonly string[]): void {
    const denied = this.#denied.get(slotKey(slot)) ?? new Set();
    this.#denied.set(slotKey(slot), denied.add(setKey(scopes)));
    dropOldest(denied, mostKept);
    dropOldest(this.#denied, mostKept);
  }

  /** Whether the user denied this set of scopes and has not signed in on their own since. */
  isDenied(slot: Slot, scopes: readonly string[]): boolean {
    return this.#denied.get(slotKey(slot))?.has(setKey(scopes)) ?? false;
  }

  /** Forgets what the user denied for a server. How often its tools asked is still counted. */
  forgetServer(serverId: string): void {
    for (const key of this.#denied.keys()) if (key.startsWith(`${serverId} `)) this.#denied.delete(key);
  }

  /** Call after a sign-in to the slot. If it was not a step-up, earlier denials are cleared. */
  signedIn(slot: Slot): void {
    if (!this.running.has(slotKey(slot))) this.#denied.delete(slotKey(slot));
  }

  /** Counts a step-up of the tool. Returns false, without counting, if it has reached the limit. */
  admit(slot: Slot, operation: string, now: number): boolean {
    const key = JSON.stringify([slotKey(slot), operation]);
    const recent = (this.#times.get(key) ?? []).filter((time) => time > now - period);
    if (recent.length >= mostPerPeriod) return false;
    this.#times.delete(key);
    this.#times.set(key, [...recent, now]);
    dropOldest(this.#times, mostKept);
    return true;
  }
}

/** The order of scopes does not matter. */
function setKey(scopes: readonly string[]): string {
  return parseScope(scopes.join(' ')).toSorted().join(' ');
}
