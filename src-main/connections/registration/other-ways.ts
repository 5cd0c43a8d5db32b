import type { OtherWay } from '../../../src-preload/contract.ts';
import type { Authorization } from '../state/authorization.ts';
import type { Context } from '../context.ts';
import type { RedirectRegistration } from './register.ts';

/**
 * Return paths that the user may try if the browser does not come back. None for a client that the user registered or
 * the metadata document: both have one fixed redirect URI. The app link only if it can work.
 */
export async function otherWays(
  context: Context,
  { server, discovery }: Pick<Authorization, 'server' | 'discovery'>,
  { kind, returnPath }: RedirectRegistration,
): Promise<OtherWay[]> {
  if (kind !== 'dynamic') return [];
  if (returnPath === 'app_link') return ['loopback', 'register_again'];
  const { issuer } = discovery.authorizationServer;
  const refused = context.store.issuerReturnPaths.get(server.workspaceId, issuer) === 'loopback';
  return refused || !(await context.appLinksWork()) ? ['register_again'] : ['app_link', 'register_again'];
}
