import type { Context } from './context.ts';
import { authorizationLifetime } from './lifetimes.ts';

const everyMinute = 60_000;

/** Deletes sign-ins that nobody finished in time, now and every minute. Returns the function that stops that. */
export function sweepPending({ store, now, log }: Pick<Context, 'store' | 'now' | 'log'>): () => void {
  const sweep = () => {
    try {
      store.authorizationRequests.sweep(now() - authorizationLifetime);
    } catch (error) {
      log.warn('pending sign-ins were not swept', { error: error instanceof Error ? error : undefined });
    }
  };
  sweep();
  const timer = setInterval(sweep, everyMinute).unref();
  return () => clearInterval(timer);
}
