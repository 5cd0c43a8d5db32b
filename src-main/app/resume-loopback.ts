import { loopbackRedirect } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import { authorizationLifetime } from '../connections/lifetimes.ts';

/**
 * Listens again for the responses of sign-ins that an earlier process of the app began less than ten minutes ago, if
 * their ports are free. A new sign-in at the same port takes its place.
 */
export async function resumeLoopback(context: Context): Promise<void> {
  const since = context.now() - authorizationLifetime;
  const waiting = context.store.authorizationRequests.redirectUrisSince(since);
  for (const { redirectUri, createdAt } of waiting) {
    const address = loopbackRedirect(redirectUri);
    if (address?.port === undefined) continue;
    try {
      const listener = await context.listenOnLoopback({ ...address, fixed: true, resumed: true });
      setTimeout(() => listener.close(), createdAt - since).unref();
    } catch (error) {
      context.log.warn('a sign-in of before cannot return by its port', { error });
    }
  }
}
