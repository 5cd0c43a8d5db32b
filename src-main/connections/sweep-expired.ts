import { activityLifetime, mostActivity } from './activity.ts';
import type { Context } from './context.ts';
import { authorizationLifetime } from './lifetimes.ts';

const everyMinute = 60_000;

/**
 * Deletes what has had its time, now and every minute: sign-ins that nobody finished, and old activity. Returns the function
 * that stops that.
 */
export function sweepExpired({ store, now, log }: Pick<Context, 'store' | 'now' | 'log'>): () => void {
  const sweep = () => {
    try {
      // One from the future was made before the clock was set back: it would be there for as long as that took.
      store.authorizationRequests.sweep(now() - authorizationLifetime, now() + authorizationLifetime);
      store.activity.sweep(now() - activityLifetime, mostActivity);
    } catch (error) {
      log.warn('what has had its time was not swept', { error: error instanceof Error ? error : undefined });
    }
  };
  sweep();
  const timer = setInterval(sweep, everyMinute).unref();
  return () => clearInterval(timer);
}
