import { isFault } from '../fault.ts';
import type { Authorization } from './authorize.ts';
import type { Context } from './context.ts';
import type { ReturnOptions } from './register.ts';

/**
 * Does what takes a registration; where the authorization server no longer knows it, does it once more with a new one. A
 * registration that a person made is theirs to mend: that stays `client_unknown`.
 */
export async function replacingForgotten<T>(
  context: Context,
  { server, attempt, discovery }: Pick<Authorization, 'server' | 'attempt' | 'discovery'>,
  options: ReturnOptions,
  work: (options: ReturnOptions) => Promise<T>,
): Promise<T> {
  try {
    return await work(options);
  } catch (error) {
    const { issuer } = discovery.authorizationServer;
    const byHand = context.store.clientRegistrations.preRegistered(server.workspaceId, issuer) !== undefined;
    if (!isFault(error, 'client_unknown') || attempt.registeredAgain || byHand) throw error;
    attempt.registeredAgain = true;
    return work({ ...options, registerAgain: true });
  }
}
