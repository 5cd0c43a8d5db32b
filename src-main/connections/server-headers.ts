import { Fault } from '../fault.ts';
import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import { isSealed, openedOrNone } from './stored-tokens.ts';

/**
 * What goes along with every request to the server, besides the protocol's own headers. Throws `headers_needed` where what was
 * entered does not open: without it the server would be asked something else, and only a person can enter it again.
 */
export function serverHeaders(context: Context, { id, url }: Pick<Server, 'id' | 'url'>): Record<string, string> {
  try {
    return read(context, id, { url });
  } catch (cause) {
    if (!isSealed(cause)) throw cause;
    throw new Fault('headers_needed', 'the headers do not open', { values: { host: new URL(url).host }, cause });
  }
}

/** The names alone, for whoever is shown the settings; none where they do not open. */
export function headerNames(context: Pick<Context, 'store'>, serverId: string): string[] {
  return Object.keys(openedOrNone(() => read(context, serverId)) ?? {});
}

function read({ store }: Pick<Context, 'store'>, serverId: string, seen?: Pick<Server, 'url'>): Record<string, string> {
  const sealed = store.serverSecrets.get(serverId, 'headers', seen);
  return sealed ? (JSON.parse(sealed.reveal()) as Record<string, string>) : {};
}
