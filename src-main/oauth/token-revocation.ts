import { processRevocationResponse, ResponseBodyError, revocationRequest } from 'oauth4webapi';
import type { Secret } from '../base/secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import { authenticatedClient, type ClientCredentials } from './client-authentication.ts';
import { libraryOptions } from './endpoint-call.ts';
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

/**
 * Whether a server refused to revoke a token because it is not valid there. RFC 7009 section 2.2 has that answered like
 * a success; better-auth 1.7 and others answer it with an error.
 */
export function isInvalidThere(error: unknown): boolean {
  return error instanceof ResponseBodyError && error.status === 400 && namesOfInvalid.has(error.error);
}

const namesOfInvalid: ReadonlySet<string> = new Set(['invalid_request', 'invalid_token', 'invalid_grant']);
