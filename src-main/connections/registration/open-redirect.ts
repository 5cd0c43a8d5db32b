import { loopbackRedirect, type RedirectForm } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import { appLinkRedirectUri } from '../../redirect/app-link.ts';
import { loopbackPath, PortTaken, type LoopbackAddress } from '../../redirect/loopback-uri.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import type { SignIn } from '../state/sign-in.ts';

/**
 * Makes a form of redirect URI ready, and returns the redirect URI; empty for grants without one. A loopback listener
 * uses the port of `known` if it is free, because not every authorization server lets the port vary, as RFC 8252
 * section 7.3 requires; `fixed`: that port or none. It closes when the attempt ends, or when nothing waits for a late
 * answer any more. Throws `redirect_port_taken`.
 */
export async function openRedirect(
  context: Context,
  { server, attempt: { signal } }: Pick<SignIn, 'server' | 'attempt'>,
  form: RedirectForm | 'none',
  { known, fixed = false }: { known?: string | undefined; fixed?: boolean } = {},
): Promise<string> {
  if (form === 'none') return '';
  if (form === 'app_link') return appLinkRedirectUri;
  const host = form === 'localhost' ? form : '127.0.0.1';
  const earlier = known === undefined ? undefined : loopbackRedirect(known);
  const address: LoopbackAddress = earlier?.host === host ? earlier : { host, path: loopbackPath };
  const listener = await context
    .listenOnLoopback({ ...address, fixed: fixed && address.port !== undefined })
    .catch((error: unknown) => {
      throw error instanceof PortTaken ? portTaken(error, server) : error;
    });
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

function portTaken({ message, port, cause }: PortTaken, { name }: Pick<Server, 'name'>): Fault {
  return new Fault('redirect_port_taken', message, { values: { port, server: name }, cause });
}
