import { isUnknownClient } from '../../oauth/endpoint-request.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Authorization, RedirectOptions } from '../state/authorization.ts';
import type { Context } from '../context.ts';

/**
 * Runs `work` with a registration; if the authorization server does not know it any more, repeats it once with a new
 * one. A registration that the user entered cannot be replaced: that stays `client_unknown`.
 */
export async function retryWithNewClient<T>(
  { server, attempt }: Pick<Authorization, 'server' | 'attempt'>,
  options: RedirectOptions,
  work: (options: RedirectOptions) => Promise<T>,
): Promise<T> {
  try {
    return await work(options);
  } catch (error) {
    if (!isUnknownClient(error) || attempt.registeredAgain || server.clientId !== null) throw error;
    attempt.registeredAgain = true;
    return work({ ...options, registerAgain: true });
  }
}

/**
 * Replaces a registration that was forgotten while the user was in the browser, and restarts the attempt: once, and not
 * for a registration that the user entered. Returns whether it was restarted.
 */
export async function restartWithNewClient(
  context: Context,
  attempt: Attempt,
  registrationId: string,
): Promise<boolean> {
  const forgotten = context.store.clientRegistrations.forget(registrationId, context.now());
  if (!forgotten || attempt.registeredAgain || !attempt.startAgain) return false;
  attempt.registeredAgain = true;
  attempt.answered?.('failed');
  try {
    await attempt.startAgain();
    return true;
  } catch (error) {
    context.log.warn('starting again failed', { error: error instanceof Error ? error : undefined });
    return false;
  }
}
