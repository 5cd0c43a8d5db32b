import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';

/**
 * Replaces a registration that the authorization server no longer knew when it was asked for tokens, and starts the
 * attempt again: once, in the process that began it, and not for a registration that the user entered. Returns whether
 * it was started again.
 */
export async function restartWithNewClient(
  context: Context,
  attempt: Attempt,
  registrationId: string,
): Promise<boolean> {
  const forgotten = context.store.clientRegistrations.forget(registrationId, context.now());
  const startAgain = forgotten ? attempt.takeStartAgain() : undefined;
  if (!startAgain) return false;
  attempt.endWaitingStep?.('failed');
  try {
    await startAgain();
    return true;
  } catch (error) {
    context.log.warn('starting again failed', { error });
    return false;
  }
}
