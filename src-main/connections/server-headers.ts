import { Fault } from '../base/fault.ts';
import type { Outbound } from '../http/guarded-fetch.ts';
import { withHeaders } from '../http/with-headers.ts';
import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import { isSealed, openedOrNone } from './open-sealed.ts';

/**
 * The user's own headers for every request to the server's origin. Throws `headers_needed` if they cannot be decrypted:
 * without them, the request would mean something else, and only the user can enter them again.
 */
export function serverHeaders(context: Context, { id, url }: Pick<Server, 'id' | 'url'>): Record<string, string> {
  try {
    return read(context, id, { url });
  } catch (cause) {
    if (!isSealed(cause)) throw cause;
    throw new Fault('headers_needed', 'the headers do not open', { values: { host: new URL(url).host }, cause });
  }
}

/**
 * The way out on behalf of a server, with the user's own headers on every request to its origin: a gateway that wants
 * them stands before its documents, registration and token endpoint too. `entered`: those of an address that is not
 * saved yet. Requests to that origin throw what `serverHeaders` throws.
 */
export function outboundTo(
  context: Context,
  { id, workspaceId, url }: Pick<Server, 'workspaceId' | 'url'> & { id?: string },
  entered: Record<string, string> = {},
): Outbound {
  const { origin } = new URL(url);
  const { metadata, token, session, ...checks } = context.outbound({ workspaceId, url });
  let read: Record<string, string> | undefined;
  const headers = () => (read ??= id === undefined ? entered : serverHeaders(context, { id, url }));
  // There, `Authorization` authenticates the client (RFC 6749 section 2.3.1).
  const besideClient = () =>
    Object.fromEntries(Object.entries(headers()).filter(([name]) => name.toLowerCase() !== 'authorization'));
  return {
    metadata: withHeaders(metadata, origin, headers),
    token: withHeaders(token, origin, besideClient),
    session: withHeaders(session, origin, headers),
    ...checks,
  };
}

/** Only the names, for the settings view; none if they cannot be decrypted. */
export function headerNames(context: Pick<Context, 'store'>, serverId: string): string[] {
  return Object.keys(openedOrNone(() => read(context, serverId)) ?? {});
}

function read({ store }: Pick<Context, 'store'>, serverId: string, seen?: Pick<Server, 'url'>): Record<string, string> {
  const sealed = store.serverSecrets.get(serverId, 'headers', seen);
  return sealed ? (JSON.parse(sealed.reveal()) as Record<string, string>) : {};
}
