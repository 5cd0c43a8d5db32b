import { Fault } from '../../base/fault.ts';
import type { GuardedFetch } from '../../http/guarded-fetch.ts';
import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import type { DpopHandle } from '../../oauth/dpop.ts';
import {
  exchangeForIdJag,
  requestClientCredentialsToken,
  requestJwtBearerToken,
  type IssuedTokens,
} from '../../oauth/token-request.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { enteredSecret } from '../entered-secret.ts';

interface Mint {
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
 * Requests tokens with a non-interactive grant: client credentials (RFC 6749 section 4.4), or an identity provider's
 * assertion (MCP extension Enterprise-Managed Authorization). A refresh token in the response is ignored (RFC 6749
 * section 4.4.3): it could only expire earlier than the credentials. Throws `client_id_needed` if a credential was not
 * entered, and faults of the two endpoints.
 */
export async function mintTokens(context: Context, mint: Mint): Promise<IssuedTokens> {
  const { authorizationServer, registration, scope, fetch, dpop } = mint;
  const request = {
    server: authorizationServer,
    credentials: registration,
    resource: mint.resource || undefined,
    scope,
    fetch,
    dpop,
  };
  const { refreshToken: _neverUsed, ...tokens } =
    mint.server.grantType === 'client_credentials'
      ? await requestClientCredentialsToken(request)
      : await requestJwtBearerToken({ ...request, assertion: await identityAssertion(context, mint) });
  return tokens;
}

/** The identity provider's assertion about the user, with the authorization server as its audience. */
function identityAssertion(context: Context, { server, authorizationServer, resource, scope, fetch }: Mint) {
  const { identityTokenEndpoint, identityClientId } = server;
  const idToken = enteredSecret(context, server, 'id_token');
  if (identityTokenEndpoint === null || identityClientId === null || !idToken) {
    const { host } = new URL(server.url);
    throw new Fault('client_id_needed', 'the settings name no identity provider', { values: { host } });
  }
  return exchangeForIdJag({
    server: { issuer: new URL(identityTokenEndpoint).origin, token_endpoint: identityTokenEndpoint },
    credentials: { clientId: identityClientId, tokenEndpointAuthMethod: 'none' },
    audience: authorizationServer.issuer,
    resource: resource || undefined,
    idToken,
    scope,
    fetch,
  });
}
