import type { Context } from './context.ts';

/** What goes along with every request to the server, besides the protocol's own headers. Throws `sealed_value_refused`. */
export function serverHeaders(context: Context, serverId: string): Record<string, string> {
  const sealed = context.store.serverSecrets.get(serverId, 'headers');
  return sealed ? (JSON.parse(sealed.reveal()) as Record<string, string>) : {};
}
