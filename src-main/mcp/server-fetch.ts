import type { Context } from '../connections/context.ts';
import { serverHeaders } from '../connections/server-headers.ts';
import type { Slot } from '../connections/slot.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { withHeaders } from '../http/with-headers.ts';
import type { Server } from '../store/servers.ts';
import { bearerFetch } from './bearer-fetch.ts';
import { noticingForgottenSessions, type SessionRequest } from './forgotten-session.ts';
import { openFetch } from './open-fetch.ts';
import { refusalsAsFaults } from './refusals-as-faults.ts';

interface ServerFetch {
  /** Adds the user's headers and the slot's token or key, and throws what a refusal means. */
  fetch: GuardedFetch;
  /** The same, but returns refusals that are not about the sign-in. */
  asked: GuardedFetch;
}

/**
 * The fetch for a server's MCP endpoint, composed for what is known of its sign-in now. Throws `headers_needed` if the
 * user's headers cannot be decrypted.
 *
 * @param way - The guarded fetch that carries the requests.
 * @param mayForget - Whether the server may have forgotten the session of a request; see `noticingForgottenSessions`.
 */
export function serverFetch(
  context: Context,
  { slot, server }: { slot: Slot; server: Server },
  way: GuardedFetch,
  mayForget: (init: SessionRequest) => boolean,
): ServerFetch {
  const url = new URL(server.url);
  const session = withHeaders(way, url.origin, serverHeaders(context, server));
  const open = server.requiresSignIn === false && server.grantType !== 'key';
  const asked = open ? openFetch(context, slot, url, session) : bearerFetch(context, slot, url, session, mayForget);
  const noticing = noticingForgottenSessions(asked, mayForget);
  return { asked, fetch: refusalsAsFaults(context, open ? undefined : slot, noticing) };
}
