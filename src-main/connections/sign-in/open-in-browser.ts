import { Fault } from '../../base/fault.ts';
import { secureUrl } from '../../oauth/secure-url.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';

/**
 * Opens the authorization page, or opens it again. Throws `browser_not_opened`, and `address_refused` if a server on
 * the internet refers the browser to this computer or the local network.
 */
export async function openInBrowser(context: Context, attempt: Attempt): Promise<void> {
  const url = secureUrl(attempt.authorizationUrl?.href);
  if (!url) throw new Fault('browser_not_opened', 'there is no page to open');
  const { workspaceId, serverId } = attempt.slot;
  const server = context.store.servers.get(workspaceId, serverId);
  if (server) context.outbound(server).assertAllowed(url);
  try {
    await context.openBrowser(url);
  } catch (cause) {
    throw new Fault('browser_not_opened', 'no browser opened', { values: { host: url.host }, cause });
  }
}
