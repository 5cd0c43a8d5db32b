import { Fault } from '../base/fault.ts';
import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import { isSealed, openedOrNone } from './open-sealed.ts';

/**
 * The user's own headers for every request to the server. Throws `headers_needed` if they cannot be decrypted: without
 * them, the request would mean something else, and only the user can enter them again.
 */
export function serverHeaders(context: Context, { id, url }: Pick<Server, 'id' | 'url'>): Record<string, string> {
  try {
    return read(context, id, { url });
  } catch (cause) {
    if (!isSealed(cause)) throw cause;
    throw new Fault('headers_needed', 'the headers do not open', { values: { host: new URL(url).host }, cause });
  }
}

/** Only the names, for the settings view; none if they cannot be decrypted. */
export function headerNames(context: Pick<Context, 'store'>, serverId: string): string[] {
  return Object.keys(openedOrNone(() => read(context, serverId)) ?? {});
}

function read({ store }: Pick<Context, 'store'>, serverId: string, seen?: Pick<Server, 'url'>): Record<string, string> {
  const sealed = store.serverSecrets.get(serverId, 'headers', seen);
  return sealed ? (JSON.parse(sealed.reveal()) as Record<string, string>) : {};
}
