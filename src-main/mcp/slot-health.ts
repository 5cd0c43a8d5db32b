import { setTimeout } from 'node:timers/promises';
import type { ErrorCode } from '../../src-preload/contract.ts';
import { errorView } from '../base/error-view.ts';
import { isFault, type Fault } from '../base/fault.ts';
import type { Context } from '../connections/context.ts';
import { publishServerChanged } from '../connections/publish-server-changed.ts';
import type { Slot } from '../connections/slot.ts';

const slotErrors: readonly ErrorCode[] = [
  'token_refused',
  'key_refused',
  'more_access_needed',
  'host_not_found',
  'connection_refused',
  'connection_failed',
  'timed_out',
  'tls_failed',
  'busy',
];

/** Records that the server answered. */
export function noteAnswered(context: Context, slot: Slot): void {
  if (context.health.clear(slot)) publishServerChanged(context, slot);
}

/**
 * Records what a failed request tells of the slot, and announces it. Returns whether sessions with its tokens, or
 * without any, are of no more use.
 */
export function noteFault(context: Context, slot: Slot, fault: unknown): boolean {
  if (isFault(fault, ...slotErrors)) {
    context.health.note(slot, errorView(fault), context.now(), { asked: askedPause(fault) });
    publishServerChanged(context, slot);
    // Missing scope of one operation, and a busy server, do not invalidate the session or its other calls.
    return !isFault(fault, 'more_access_needed', 'busy');
  }
  // A refusal may have named a scope that the next sign-in should ask for.
  if (isFault(fault, 'not_allowed', 'not_signed_in')) publishServerChanged(context, slot);
  // A session that was opened without sign-in would never send a token.
  return isFault(fault, 'not_signed_in');
}

/** How long Keyfob waits by itself for a busy server, in milliseconds, before it asks once more. */
const longestPause = 20_000;

/** In milliseconds, as the server asked. */
function askedPause({ values }: Fault): number | undefined {
  return typeof values['seconds'] === 'number' ? values['seconds'] * 1000 : undefined;
}

/** 429 says that nothing was carried out; 503 leaves that open. */
const isRepeatable = ({ values }: Fault, isIdempotent: boolean): boolean => isIdempotent || values['status'] === 429;

interface Waiting {
  /** What is asked changes nothing at the server, so that it may be asked again. */
  isIdempotent: boolean;
  signal?: AbortSignal | undefined;
  /** What an error means. */
  faultOf?: (error: unknown) => unknown;
}

/**
 * Does the work once more where a busy server has not carried it out and named a pause of at most 20 s. Throws the
 * reason of `signal` while it waits.
 */
export async function onceMoreIfBusy<T>(
  context: Context,
  slot: Slot,
  work: () => Promise<T>,
  { isIdempotent, signal, faultOf = (error) => error }: Waiting,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const busy = faultOf(error);
    const pause = isFault(busy, 'busy') && isRepeatable(busy, isIdempotent) ? askedPause(busy) : undefined;
    if (pause === undefined || pause > longestPause) throw error;
    noteFault(context, slot, busy);
    await setTimeout(pause, undefined, signal && { signal });
    return work();
  }
}
