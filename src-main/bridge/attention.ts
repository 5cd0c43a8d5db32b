import type { Slot } from '../connections/slot.ts';

/** What the bridge may ask of the desktop while an agent waits for the user. */
export interface Attention {
  /** Whether a window can be shown at all. */
  hasDisplay: () => boolean;
  isLocked: () => boolean;
  /** Resolves when Keyfob is unlocked; rejects with the signal's reason on abort. Brings the window forward. */
  unlocked: (signal: AbortSignal) => Promise<void>;
  /** Opens the user's browser to sign in, or to grant the scopes that a call lacked; brings the window forward. */
  signIn: (slot: Slot) => void;
}
