import { clientRedirectUri } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import { chooseAuthenticationMethod } from '../../oauth/client-authentication.ts';
import type { Secret } from '../../base/secret.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { enteredSecret } from '../entered-secret.ts';
import { secretEndpoints } from './secret-endpoints.ts';
import { openedOrNone } from '../open-sealed.ts';

/**
 * The registration of the client that the user entered in the server's settings. It belongs to the authorization server
 * that was named when the user entered it, or else to the first one it was used at: throws `issuer_changed` if the
 * server names another one now (MCP 2026-07-28), and sends nothing to that one. Throws a TypeError if the settings have
 * no client.
 */
export function preregisteredClient(
  context: Context,
  server: Server,
  authorizationServer: AuthorizationServerMetadata,
  returnPath: ClientRegistration['returnPath'],
): ClientRegistration {
  const { clientId, workspaceId } = server;
  const { issuer } = authorizationServer;
  if (clientId === null) throw new TypeError('the server has no preregistered client');
  const { clientRegistrations, servers, transaction } = context.store;
  const { clientSecret, privateKey } = transaction(() => {
    // Reads the current row, not the one from when the sign-in began.
    requireClientIssuer(servers.get(workspaceId, server.id) ?? server, issuer);
    return {
      clientSecret: enteredSecret(context, server, 'client_secret'),
      privateKey: enteredSecret(context, server, 'private_key'),
    };
  });
  const wanted = {
    workspaceId,
    issuer,
    kind: 'pre_registered' as const,
    returnPath,
    redirectUri: returnPath === 'none' ? '' : clientRedirectUri(server),
    clientId,
    clientSecret,
    privateKey,
    tokenEndpointAuthMethod:
      server.authenticationMethod ??
      chooseAuthenticationMethod(authorizationServer, { hasSecret: !!clientSecret, hasKey: !!privateKey }),
    endpoints: secretEndpoints(authorizationServer),
  };
  const known = openedOrNone(() => clientRegistrations.preregistered(workspaceId, issuer, returnPath, clientId));
  if (known && isSame(known, wanted)) return known;
  return transaction(() => {
    servers.setClientIssuer(workspaceId, server.id, issuer);
    return clientRegistrations.save({ ...wanted, registeredAt: context.now() });
  });
}

/**
 * A preregistered client belongs to the authorization server it was first used at. Throws `issuer_changed` for another
 * one.
 */
export function requireClientIssuer(
  { name, clientIssuer }: Pick<Server, 'name' | 'clientIssuer'>,
  issuer: string,
): void {
  if (clientIssuer === null || clientIssuer === issuer) return;
  throw new Fault('issuer_changed', `${name} has another authorization server now`, {
    values: { server: name, issuer },
  });
}

type Wanted = Omit<ClientRegistration, 'id' | 'registeredAt'>;

function isSame(known: ClientRegistration, wanted: Wanted): boolean {
  return (
    known.redirectUri === wanted.redirectUri &&
    known.tokenEndpointAuthMethod === wanted.tokenEndpointAuthMethod &&
    known.endpoints === wanted.endpoints &&
    sameSecret(known.clientSecret, wanted.clientSecret) &&
    sameSecret(known.privateKey, wanted.privateKey)
  );
}

function sameSecret(one: Secret | undefined, other: Secret | undefined): boolean {
  return one?.reveal() === other?.reveal();
}
