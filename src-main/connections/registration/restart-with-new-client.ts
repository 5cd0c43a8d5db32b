import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';
import { restart } from './restart.ts';

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
  return restart(context, attempt, forgotten ? attempt.takeStartAgain() : undefined);
}
