import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';

/** Starts an attempt that waited for the browser again. Returns whether it was started. */
export async function restart(
  context: Context,
  attempt: Attempt,
  start: (() => Promise<void>) | undefined,
): Promise<boolean> {
  if (!start) return false;
  attempt.endWaitingStep?.('failed');
  try {
    await start();
    return true;
  } catch (error) {
    context.log.warn('starting again failed', { error });
    return false;
  }
}
