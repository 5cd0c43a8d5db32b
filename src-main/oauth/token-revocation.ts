import { processRevocationResponse, revocationRequest } from 'oauth4webapi';
import type { Secret } from '../base/secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import { authenticatedClient, type ClientCredentials } from './client-authentication.ts';
import { libraryOptions } from './endpoint-request.ts';
import type { Fetch } from './fetch.ts';

/**
 * Revokes a token at the authorization server. RFC 7009 section 2.1. Rejects if the server does not confirm; the caller
 * has checked that it supports revocation.
 */
export async function revokeToken(
  authorizationServer: AuthorizationServerMetadata,
  credentials: ClientCredentials,
  token: Secret,
  hint: 'refresh_token' | 'access_token',
  fetch: Fetch,
): Promise<void> {
  const { client, authentication } = await authenticatedClient(credentials);
  const response = await revocationRequest(authorizationServer, client, authentication, token.reveal(), {
    ...libraryOptions({ fetch }),
    additionalParameters: { token_type_hint: hint },
  });
  await processRevocationResponse(response);
}
