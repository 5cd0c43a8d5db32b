import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  customFetch,
  processGenericTokenEndpointResponse,
  refreshTokenGrantRequest,
  ResponseBodyError,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { Fault } from '../fault.ts';
import { Secret } from '../secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import type { ValidAuthorizationResponse } from './authorization-response.ts';
import { authenticatedClient, type ClientCredentials } from './client-authentication.ts';
import { essentialAnswer } from './essential-answer.ts';
import type { Fetch } from './fetch.ts';
import { asLibraryFetch } from './library-fetch.ts';

export interface IssuedTokens {
  accessToken: Secret;
  refreshToken?: Secret;
  /** Seconds; absent where the server does not say. */
  expiresIn?: number;
  /** Absent: as asked for. RFC 6749 section 5.1. */
  scope?: string;
}

interface TokenRequest {
  server: AuthorizationServerMetadata;
  credentials: ClientCredentials;
  resource: string;
  fetch: Fetch;
}

/**
 * Exchanges the code for tokens. RFC 6749 section 4.1.3, PKCE (RFC 7636 section 4.5), resource (RFC 8707 section 2.2).
 * Throws `code_refused`, `client_unknown`, `token_refused`, `token_response_invalid`.
 */
export async function exchangeAuthorizationCode(
  request: TokenRequest & { response: ValidAuthorizationResponse; redirectUri: string; codeVerifier: Secret },
): Promise<IssuedTokens> {
  const { client, authentication } = authenticatedClient(request.credentials);
  return issuedTokens(request, 'code_refused', () =>
    authorizationCodeGrantRequest(
      request.server,
      client,
      authentication,
      request.response,
      request.redirectUri,
      request.codeVerifier.reveal(),
      options(request),
    ),
  );
}

/**
 * Asks for new tokens. RFC 6749 section 6. Throws `refresh_refused` on `invalid_grant` and on nothing else: only that
 * says that the refresh token is worthless.
 */
export async function refreshTokens(request: TokenRequest & { refreshToken: Secret }): Promise<IssuedTokens> {
  const { client, authentication } = authenticatedClient(request.credentials);
  return issuedTokens(request, 'refresh_refused', () =>
    refreshTokenGrantRequest(request.server, client, authentication, request.refreshToken.reveal(), options(request)),
  );
}

function options({ fetch, resource }: TokenRequest) {
  return {
    [customFetch]: asLibraryFetch(fetch),
    // The guarded fetch decides: http is for loopback alone there.
    [allowInsecureRequests]: true,
    additionalParameters: { resource },
  } as const;
}

async function issuedTokens(
  { server, credentials }: TokenRequest,
  onInvalidGrant: 'code_refused' | 'refresh_refused',
  send: () => Promise<Response>,
): Promise<IssuedTokens> {
  const { host } = new URL(server.token_endpoint);
  try {
    const response = await essentialAnswer(await send());
    return checkedTokens(
      await processGenericTokenEndpointResponse(server, { client_id: credentials.clientId }, response),
      host,
    );
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (!(cause instanceof ResponseBodyError)) {
      throw new Fault('token_response_invalid', `${host} answered the token request with something else`, {
        values: { host },
        cause,
      });
    }
    const known = new Map<string, Fault['code']>([
      ['invalid_grant', onInvalidGrant],
      ['invalid_client', 'client_unknown'],
    ]);
    const code = known.get(cause.error) ?? 'token_refused';
    throw new Fault(code, `token request at ${host}: ${JSON.stringify(cause.error)}`, {
      values: { host },
      serverText: cause.error_description ?? cause.error,
      cause,
    });
  }
}

const longestToken = 65_536;
const oneYear = 366 * 24 * 3600;

function checkedTokens(answer: TokenEndpointResponse, host: string): IssuedTokens {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn, scope } = answer;
  // RFC 6750 section 2.1 allows fewer characters yet; what matters is that it cannot break out of a header.
  const usable = (token: string) => token.length <= longestToken && /^[\x21-\x7e]+$/.test(token);
  if (answer.token_type !== 'bearer' || !usable(accessToken)) {
    throw new Fault('token_response_invalid', `${host} issued a token that is no Bearer token`, { values: { host } });
  }
  return {
    accessToken: new Secret(accessToken),
    ...(refreshToken && { refreshToken: new Secret(refreshToken) }),
    ...(expiresIn !== undefined && { expiresIn: Math.min(expiresIn, oneYear) }),
    ...(scope !== undefined && { scope }),
  };
}
