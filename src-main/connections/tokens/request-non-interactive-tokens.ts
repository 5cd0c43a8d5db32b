import { Fault } from '../../base/fault.ts';
import type { GuardedFetch } from '../../http/guarded-fetch.ts';
import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import type { DpopHandle } from '../../oauth/dpop.ts';
import {
  exchangeForIdJag,
  requestClientCredentialsToken,
  requestJwtBearerToken,
  type IssuedTokens,
} from '../../oauth/token-grants.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { enteredSecret } from '../entered-secret.ts';
import { readAssertion } from './read-assertion.ts';

interface NonInteractiveRequest {
  server: Server;
  authorizationServer: AuthorizationServerMetadata;
  registration: ClientRegistration;
  /** Empty: no `resource` parameter. */
  resource: string;
  scope: string;
  fetch: GuardedFetch;
  dpop?: DpopHandle | undefined;
}

/**
 * Requests tokens with a non-interactive grant: client credentials (RFC 6749 section 4.4), an identity provider's
 * assertion (MCP extension Enterprise-Managed Authorization), or a workload's own JWT from a file, which is read again
 * each time (RFC 7523 section 2.1). A refresh token in the response is ignored (RFC 6749
 * section 4.4.3): it could only expire earlier than the credentials. Throws `client_id_needed` if a credential was not
 * entered, and faults of the two endpoints and of the file.
 */
export async function requestNonInteractiveTokens(
  context: Context,
  options: NonInteractiveRequest,
): Promise<IssuedTokens> {
  const { authorizationServer, registration, scope, fetch, dpop } = options;
  const request = {
    authorizationServer,
    credentials: registration,
    resource: options.resource || undefined,
    scope,
    fetch,
    dpop,
  };
  const { refreshToken: _neverUsed, ...tokens } = await requestByGrant();
  return tokens;

  async function requestByGrant(): Promise<IssuedTokens> {
    const { grantType } = options.server;
    switch (grantType) {
      case 'client_credentials':
        return requestClientCredentialsToken(request);
      case 'identity_assertion':
        return requestJwtBearerToken({ ...request, assertion: await identityAssertion(context, options) });
      case 'jwt_bearer':
        return requestJwtBearerToken({ ...request, assertion: await readAssertion(options.server, context.now()) });
      case 'authorization_code':
      case 'device_code':
      case 'key':
        throw new TypeError(`${grantType} needs the user`);
    }
  }
}

/** The identity provider's assertion about the user, with the authorization server as its audience. */
function identityAssertion(
  context: Context,
  { server, authorizationServer, resource, scope, fetch }: NonInteractiveRequest,
) {
  const { identityTokenEndpoint, identityClientId } = server;
  const idToken = enteredSecret(context, server, 'id_token');
  if (identityTokenEndpoint === null || identityClientId === null || !idToken) {
    const { host } = new URL(server.url);
    throw new Fault('client_id_needed', 'the settings name no identity provider', { values: { host } });
  }
  return exchangeForIdJag({
    authorizationServer: { issuer: new URL(identityTokenEndpoint).origin, token_endpoint: identityTokenEndpoint },
    credentials: { clientId: identityClientId, tokenEndpointAuthMethod: 'none' },
    audience: authorizationServer.issuer,
    resource: resource || undefined,
    idToken,
    scope,
    fetch,
  });
}
