import { activityLifetime, mostActivity, mostAgentCalls } from '../activity.ts';
import type { Context } from '../context.ts';
import { authorizationLifetime } from '../lifetimes.ts';

const everyMinute = 60_000;

/**
 * Deletes expired authorization requests, old activity and old calls of agents, now and every minute. Returns a
 * function that stops it.
 */
export function sweepExpired({ store, now, log }: Pick<Context, 'store' | 'now' | 'log'>): () => void {
  const sweep = () => {
    try {
      // Also those from the future: they were made before the clock was set back, and would stay too long.
      store.authorizationRequests.sweep(now() - authorizationLifetime, now() + authorizationLifetime);
      store.activity.sweep(now() - activityLifetime, mostActivity);
      store.agentCalls.sweep(now() - activityLifetime, mostAgentCalls);
    } catch (error) {
      log.warn('what has had its time was not swept', { error });
    }
  };
  sweep();
  const timer = setInterval(sweep, everyMinute).unref();
  return () => clearInterval(timer);
}
