import type { ErrorCode, ErrorView } from '../../src-preload/contract.ts';
import { BackOff } from './back-off.ts';
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
  /** When Keyfob asks again by itself; until then nobody does but a person who wants it. */
  retryAt?: number;
}

/** Access beyond what is granted, and the tool that asked for it. */
interface WantedAccess {
  scope: string;
  tool?: string;
}

interface NoteOptions {
  /** How long the other side wants to be left alone at least, in milliseconds. */
  asked?: number | undefined;
  /** There is nothing to ask again with: only a person begins anew. */
  final?: boolean;
}

/**
 * What the last calls of a slot ran into: facts for its status, in memory, because only the next call can tell whether
 * they still hold. None of them ends a sign-in.
 */
export class Health {
  readonly #trouble = new Map<string, Trouble & { slot: Slot }>();
  readonly #backOff = new BackOff({ first: 5000, longest: 5 * 60_000 });
  readonly #wanted = new Map<string, WantedAccess>();

  /** Nothing answered. */
  unreachable(slot: Slot): Trouble | undefined {
    const trouble = noted(this.#trouble, slot);
    return trouble && unreachableCodes.has(trouble.error.code) ? trouble : undefined;
  }

  /** The server answered, and refused what Keyfob has for it. */
  refused(slot: Slot): Trouble | undefined {
    const trouble = noted(this.#trouble, slot);
    return trouble && !unreachableCodes.has(trouble.error.code) ? trouble : undefined;
  }

  /** Those who fail together fail once: a pause grows with each try after it, not with each call. */
  note(slot: Slot, error: ErrorView, now: number, { asked, final = false }: NoteOptions = {}): void {
    const key = slotKey(slot);
    const before = this.#trouble.get(key);
    const since = before?.error.code === error.code ? before.since : now;
    const pauses = unreachableCodes.has(error.code) && !final;
    if (pauses && this.#backOff.until(key, now) === undefined) this.#backOff.failed(key, now, asked);
    const retryAt = pauses ? this.#backOff.until(key, now) : undefined;
    this.#trouble.set(key, { slot, error, since, ...(retryAt !== undefined && { retryAt }) });
  }

  /** What is the matter with a slot that is left alone for now. */
  paused(slot: Slot, now: number): Trouble | undefined {
    const key = slotKey(slot);
    return this.#backOff.until(key, now) === undefined ? undefined : this.#trouble.get(key);
  }

  /** The slots that are to be asked again, and when. */
  retries(): { slot: Slot; retryAt: number }[] {
    return [...this.#trouble.values()].flatMap(({ slot, retryAt }) => (retryAt === undefined ? [] : { slot, retryAt }));
  }

  /** What a tool of the slot's server asked for beyond what is granted: the scope of a challenge. */
  noteWantedScope(slot: Slot, scope: string, tool?: string): void {
    this.#wanted.set(slotKey(slot), { scope, ...(tool !== undefined && { tool }) });
  }

  /** Which tool it was. The challenge itself does not say. */
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

  /** A new sign-in: whatever was asked for before has been asked. */
  settle(slot: Slot): void {
    this.clear(slot);
    this.#wanted.delete(slotKey(slot));
  }

  /** The tokens are new: that says nothing about whether the server itself answers again. */
  renewed(slot: Slot): void {
    const away = this.unreachable(slot);
    if (!away || away.error.code === 'refresh_unavailable') this.clear(slot);
  }

  clear(slot: Slot): boolean {
    this.#backOff.clear(slotKey(slot));
    return this.#trouble.delete(slotKey(slot));
  }
}

export function isUnreachable(error: ErrorView): boolean {
  return unreachableCodes.has(error.code);
}

/** A list asks this of every server there is, and mostly there is nothing: then no key has to be made. */
function noted<Note>(notes: ReadonlyMap<string, Note>, slot: Slot): Note | undefined {
  return notes.size === 0 ? undefined : notes.get(slotKey(slot));
}
