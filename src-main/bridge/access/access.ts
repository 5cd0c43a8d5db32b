import type { Caller } from '../caller/find-caller.ts';
import type { Slot } from '../../connections/slot.ts';

/** What the user has decided, or why there is no decision: `no_window` where the desktop can show none. */
export type Decision = 'allowed' | 'refused' | 'not_now' | 'no_window';

/** The seam between the pump and the user's permissions: which program may use which sign-in. */
export interface Access {
  /** Whether the program may use it now, without a question. */
  isAllowed: (caller: Caller, slot: Slot) => boolean;
  /**
   * Asks the user, unless they have decided. One question per program and sign-in, however many connections ask; it
   * outlives the connection that asked. Rejects with the signal's reason on abort, which withdraws no question.
   */
  ask: (caller: Caller, slot: Slot, signal: AbortSignal) => Promise<Decision>;
  /** Calls the listener once a permission has ended, so that its connections end at once. Returns how to stop. */
  whenEnded: (caller: Caller, slot: Slot, listener: () => void) => () => void;
  /** Whether the user has paused all agents: then their calls wait, and lists go on. */
  isPaused: () => boolean;
  /** Resolves once agents are not paused. Rejects with the signal's reason on abort. */
  unpaused: (signal: AbortSignal) => Promise<void>;
}
