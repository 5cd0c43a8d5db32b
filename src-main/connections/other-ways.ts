import type { OtherWay } from '../../src-preload/contract.ts';
import type { Authorization } from './authorize.ts';
import type { Context } from './context.ts';
import type { ReturningRegistration } from './register.ts';

/**
 * What a person may try where nothing comes back from the browser. None for a client that somebody registered by hand, nor for
 * the metadata document: both have one way back, and nothing to register. The app link only where it may work.
 */
export async function otherWays(
  context: Context,
  { server, discovery }: Pick<Authorization, 'server' | 'discovery'>,
  { kind, returnPath }: ReturningRegistration,
): Promise<OtherWay[]> {
  if (kind !== 'dynamic') return [];
  if (returnPath === 'app_link') return ['loopback', 'register_again'];
  const { issuer } = discovery.authorizationServer;
  const refused = context.store.issuerReturnPaths.get(server.workspaceId, issuer) === 'loopback';
  return refused || !(await context.appLinksWork()) ? ['register_again'] : ['app_link', 'register_again'];
}
