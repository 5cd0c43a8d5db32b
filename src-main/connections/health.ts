import type { ErrorCode, ErrorView } from '../../src-preload/contract.ts';
import { slotKey, type Slot } from './slot.ts';

const unreachableCodes: ReadonlySet<ErrorCode> = new Set([
  'host_not_found',
  'connection_refused',
  'connection_failed',
  'timed_out',
  'tls_failed',
  'refresh_unavailable',
] satisfies ErrorCode[]);

interface Trouble {
  error: ErrorView;
  since: number;
}

/**
 * What the last calls of a slot ran into: facts for its status, in memory, because only the next call can tell whether
 * they still hold. None of them ends a sign-in.
 */
export class Health {
  readonly #trouble = new Map<string, Trouble>();
  readonly #wantedScopes = new Map<string, string>();

  /** Nothing answered. */
  unreachable(slot: Slot): Trouble | undefined {
    const trouble = this.#trouble.get(slotKey(slot));
    return trouble && unreachableCodes.has(trouble.error.code) ? trouble : undefined;
  }

  /** The server answered, and refused what Keyfob has for it. */
  refused(slot: Slot): Trouble | undefined {
    const trouble = this.#trouble.get(slotKey(slot));
    return trouble && !unreachableCodes.has(trouble.error.code) ? trouble : undefined;
  }

  note(slot: Slot, error: ErrorView, now: number): void {
    const before = this.#trouble.get(slotKey(slot));
    const since = before?.error.code === error.code ? before.since : now;
    this.#trouble.set(slotKey(slot), { error, since });
  }

  /** What a tool of the slot's server asked for beyond what is granted: the scope of a challenge. */
  noteWantedScope(slot: Slot, scope: string): void {
    this.#wantedScopes.set(slotKey(slot), scope);
  }

  wantedScope(slot: Slot): string {
    return this.#wantedScopes.get(slotKey(slot)) ?? '';
  }

  /** A new sign-in: whatever was asked for before has been asked. */
  settle(slot: Slot): void {
    this.clear(slot);
    this.#wantedScopes.delete(slotKey(slot));
  }

  clear(slot: Slot): boolean {
    return this.#trouble.delete(slotKey(slot));
  }
}

export function isUnreachable(error: ErrorView): boolean {
  return unreachableCodes.has(error.code);
}
