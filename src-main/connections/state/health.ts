import type { ErrorCode, ErrorView } from '../../../src-preload/contract.ts';
import { BackOff } from './back-off.ts';
import { slotKey, type Slot } from '../slot.ts';

const unreachableCodes: ReadonlySet<ErrorCode> = new Set([
  'host_not_found',
  'connection_refused',
  'connection_failed',
  'timed_out',
  'tls_failed',
  'refresh_unavailable',
  'busy',
] satisfies ErrorCode[]);

interface Outage {
  error: ErrorView;
  since: number;
  /** When Keyfob retries by itself; until then, only a user's action does. */
  retryAt?: number;
}

/** Scopes beyond the granted ones, and the tool that needs them. */
interface WantedAccess {
  scope: string;
  tool?: string;
}

interface NoteOptions {
  /** The minimum pause that the server asked for, in milliseconds. */
  asked?: number | undefined;
  /** A retry cannot succeed: the user has to sign in again. */
  final?: boolean;
}

/**
 * The failures of a slot's last calls, for its status. In memory, because only the next call can tell whether they
 * persist. None of them ends a sign-in.
 */
export class Health {
  readonly #outages = new Map<string, Outage & { slot: Slot }>();
  readonly #backOff = new BackOff({ first: 5000, longest: 5 * 60_000 });
  readonly #wanted = new Map<string, WantedAccess>();

  /** The server did not respond. */
  unreachable(slot: Slot): Outage | undefined {
    const outage = noted(this.#outages, slot);
    return outage && unreachableCodes.has(outage.error.code) ? outage : undefined;
  }

  /** The server responded, and refused the credentials. */
  refused(slot: Slot): Outage | undefined {
    const outage = noted(this.#outages, slot);
    return outage && !unreachableCodes.has(outage.error.code) ? outage : undefined;
  }

  /** Concurrent failures count once: the pause grows with each try after it, not with each call. */
  note(slot: Slot, error: ErrorView, now: number, { asked, final = false }: NoteOptions = {}): void {
    const key = slotKey(slot);
    const before = this.#outages.get(key);
    const since = before?.error.code === error.code ? before.since : now;
    const pauses = unreachableCodes.has(error.code) && !final;
    if (pauses && this.#backOff.until(key, now) === undefined) this.#backOff.failed(key, now, asked);
    const retryAt = pauses ? this.#backOff.until(key, now) : undefined;
    this.#outages.set(key, { slot, error, since, ...(retryAt !== undefined && { retryAt }) });
  }

  /** The failure of a slot that is currently paused. */
  paused(slot: Slot, now: number): Outage | undefined {
    const key = slotKey(slot);
    return this.#backOff.until(key, now) === undefined ? undefined : this.#outages.get(key);
  }

  /** The slots to retry, with the time of each. */
  retries(): { slot: Slot; retryAt: number }[] {
    return [...this.#outages.values()].flatMap(({ slot, retryAt }) => (retryAt === undefined ? [] : { slot, retryAt }));
  }

  /** Records the scope of an `insufficient_scope` challenge. */
  noteWantedScope(slot: Slot, scope: string, tool?: string): void {
    this.#wanted.set(slotKey(slot), { scope, ...(tool !== undefined && { tool }) });
  }

  /** Records which tool needs it; the challenge does not say. */
  noteWantedBy(slot: Slot, tool: string): void {
    const wanted = this.#wanted.get(slotKey(slot));
    if (wanted) wanted.tool = tool;
  }

  wantedScope(slot: Slot): string {
    return noted(this.#wanted, slot)?.scope ?? '';
  }

  wantedBy(slot: Slot): string | undefined {
    return noted(this.#wanted, slot)?.tool;
  }

  /** A new sign-in has already requested what was missing. */
  settle(slot: Slot): void {
    this.clear(slot);
    this.#wanted.delete(slotKey(slot));
  }

  /** Refreshed tokens do not show that the server itself is reachable again. */
  renewed(slot: Slot): void {
    const away = this.unreachable(slot);
    if (!away || away.error.code === 'refresh_unavailable') this.clear(slot);
  }

  clear(slot: Slot): boolean {
    this.#backOff.clear(slotKey(slot));
    return this.#outages.delete(slotKey(slot));
  }
}

export function isUnreachable(error: ErrorView): boolean {
  return unreachableCodes.has(error.code);
}

/** Fast path: lists ask this for every server, and mostly there are no notes. */
function noted<Note>(notes: ReadonlyMap<string, Note>, slot: Slot): Note | undefined {
  return notes.size === 0 ? undefined : notes.get(slotKey(slot));
}
