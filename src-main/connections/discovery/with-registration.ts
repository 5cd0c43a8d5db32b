import {
  fetchAuthorizationServerMetadata,
  type AuthorizationServerMetadata,
} from '../../oauth/authorization-server-metadata.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { nonInteractiveGrants } from '../non-interactive-grants.ts';
import { outboundTo } from '../server-headers.ts';
import type { Discovery } from '../state/discovery.ts';
import { withSignal } from '../with-signal.ts';
import type { Candidate } from './discover-cached.ts';

/**
 * Adds where Keyfob can register, where the user entered the endpoints and no client: they may have done so for what
 * the metadata lack otherwise. Nothing else of the metadata is used, and only an address at the origin of the token
 * endpoint that the user entered, so that no code or secret goes anywhere else.
 */
export async function withRegistration(
  context: Context,
  server: Candidate & Pick<Server, 'clientId'>,
  discovery: Discovery,
  signal: AbortSignal,
): Promise<Discovery> {
  if (!discovery.isManual || server.clientId !== null || nonInteractiveGrants.has(server.grantType)) return discovery;
  const { authorizationServer } = discovery;
  const { metadata } = withSignal(outboundTo(context, server, server.headers), signal);
  try {
    const { registration_endpoint: found } = await fetchAuthorizationServerMetadata(
      authorizationServer.issuer,
      metadata,
      // PKCE is sent whether it is listed or not: the user answers for these endpoints.
      { grant: 'other' },
    );
    if (!found || new URL(found).origin !== new URL(authorizationServer.token_endpoint).origin) return discovery;
    const widened: AuthorizationServerMetadata = { ...authorizationServer, registration_endpoint: found };
    return { ...discovery, authorizationServer: widened };
  } catch {
    return discovery;
  }
}
