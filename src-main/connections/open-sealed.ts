import { errorView } from '../base/error-view.ts';
import { Fault } from '../base/fault.ts';
import { StoreError } from '../store/errors.ts';
import type { Context } from './context.ts';
import type { Slot } from './slot.ts';

/**
 * Decrypts a value that belongs to the slot's sign-in. If it cannot be decrypted, records that and throws
 * `sign_in_ended`.
 */
export function openedFor<T>(context: Context, slot: Slot, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    if (!isSealed(cause)) throw cause;
    const fault = new Fault('sign_in_ended', 'what is stored for this sign-in does not open', { cause });
    // The row is kept: the key that sealed it may return.
    context.health.note(slot, errorView(fault), context.now());
    throw fault;
  }
}

/** Whether the error means that a value cannot be decrypted. */
export function isSealed(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'sealed_value_refused';
}

/** For values that can be created again: undefined if they cannot be decrypted. */
export function openedOrNone<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (!isSealed(error)) throw error;
    return undefined;
  }
}
