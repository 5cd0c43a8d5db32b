import { appLinkRedirectUri } from '../../redirect/app-link.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Context } from '../context.ts';
import type { Attempt } from '../state/attempts.ts';

/**
 * Makes a return path ready, and returns its redirect URI; empty for grants without one. A loopback listener uses the
 * port of `registered` if it is free, because not every authorization server lets the port vary, as RFC 8252 section
 * 7.3 requires; it closes when the attempt ends, or when nothing waits for a late answer any more.
 */
export async function openRedirect(
  context: Context,
  { signal }: Pick<Attempt, 'signal'>,
  returnPath: ClientRegistration['returnPath'],
  registered: Pick<ClientRegistration, 'redirectUri'> | undefined,
): Promise<string> {
  if (returnPath === 'none') return '';
  if (returnPath === 'app_link') return appLinkRedirectUri;
  const port = registered && Number(new URL(registered.redirectUri).port);
  const listener = await context.listenOnLoopback(port || undefined);
  const close = () => listener.close();
  // A cancelled sign-in may still be answered.
  const end = () => {
    const late = context.lateAnswers.listening(listener.redirectUri);
    if (late) late.addEventListener('abort', close, { once: true });
    else close();
  };
  signal.addEventListener('abort', end, { once: true });
  // An attempt that ended while the port was being bound fires no more event.
  if (signal.aborted) listener.close();
  signal.throwIfAborted();
  return listener.redirectUri;
}
