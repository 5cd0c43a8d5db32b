import { Fault } from '../../base/fault.ts';
import { secureUrl } from '../../../src-preload/contract/secure-url.ts';
import type { Server } from '../../store/servers.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';

/**
 * Opens the authorization page, or opens it again. Throws `browser_not_opened`, and `address_refused` if a server on
 * the internet refers the browser to this computer or the local network.
 */
export async function openInBrowser(
  context: Context,
  server: Pick<Server, 'workspaceId' | 'url'>,
  { authorizationUrl }: Pick<Attempt, 'authorizationUrl'>,
): Promise<void> {
  const url = secureUrl(authorizationUrl?.href);
  if (!url) throw new Fault('browser_not_opened', 'there is no page to open');
  await context.outbound(server).assertAllowed(url);
  try {
    await context.openBrowser(url);
  } catch (cause) {
    throw new Fault('browser_not_opened', 'no browser opened', { values: { host: url.host }, cause });
  }
}
