import {
  processGenericTokenEndpointResponse,
  type Client,
  type ClientAuth,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { Fault } from '../base/fault.ts';
import { Secret } from '../base/secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import { authenticatedClient, type ClientCredentials } from './client-authentication.ts';
import type { DpopHandle } from './dpop.ts';
import { endpointAnswer, libraryOptions, type LibraryOptions } from './endpoint-call.ts';
import { essentialAnswer, handedOnIdToken } from './essential-answer.ts';
import type { Fetch } from './fetch.ts';
import { parseToldScope } from './scopes.ts';

export interface IssuedTokens {
  accessToken: Secret;
  /** How the token is presented to the resource. RFC 6750 section 2.1, RFC 9449 section 7.1. */
  tokenType: 'bearer' | 'dpop';
  refreshToken?: Secret;
  /** Seconds; absent if the server does not say. */
  expiresIn?: number;
  /** Absent: as requested. RFC 6749 section 5.1. */
  scope?: string;
  /** Not validated: `accountOf` reads it. */
  idToken?: Secret;
}

/** What a token request needs to know of the authorization server. */
export type TokenAuthorizationServer = Pick<AuthorizationServerMetadata, 'issuer' | 'token_endpoint'>;

export interface TokenRequest {
  authorizationServer: TokenAuthorizationServer;
  credentials: ClientCredentials;
  /** RFC 8707 section 2.2. Absent: no such parameter, for authorization servers that refuse it. */
  resource?: string | undefined;
  fetch: Fetch;
  /** Binds the tokens to this key, if the server supports it. RFC 9449 section 5. */
  dpop?: DpopHandle | undefined;
}

interface GrantOptions extends LibraryOptions {
  additionalParameters: URLSearchParams;
}

/** Sends one request with the library; called again if the server requires a new nonce. */
type Send = (client: Client, authentication: ClientAuth, options: GrantOptions) => Promise<Response>;

/** The fault codes for errors of RFC 6749 section 5.2 in one kind of request; the others are `token_refused`. */
type Refusals = Record<string, Fault['code']>;

type Down = 'token_response_invalid' | 'server_error';

/**
 * Sends a token request and validates the response. Throws `client_unknown`, `token_refused`, `token_response_invalid`,
 * `token_too_long`, the codes in `refusals`, and `request_invalid` if the client cannot authenticate. `down` is the
 * code for server errors (5xx), for callers that retry.
 */
export async function requestTokens(
  request: TokenRequest,
  refusals: Refusals,
  send: Send,
  down: Down = 'token_response_invalid',
): Promise<IssuedTokens> {
  const answer = await tokenAnswer(request, refusals, send, down);
  return issuedTokens(answer, new URL(request.authorizationServer.token_endpoint).host, request.dpop !== undefined);
}

/**
 * The token endpoint's response without validating an access token, for other token types (RFC 8693 section 2.2.1,
 * `N_A`).
 */
export async function tokenAnswer(
  request: TokenRequest,
  refusals: Refusals,
  send: Send,
  down: Down = 'token_response_invalid',
): Promise<TokenEndpointResponse> {
  const { authorizationServer, resource } = request;
  const { client, authentication } = await authenticatedClient(request.credentials);
  const invalid = 'token_response_invalid';
  const meanings = { refused: 'token_refused', malformed: invalid, down, known: refusals } as const;
  return endpointAnswer(authorizationServer.token_endpoint, request, meanings, async () => {
    const additionalParameters = new URLSearchParams(resource === undefined ? {} : { resource });
    const response = await send(client, authentication, { ...libraryOptions(request), additionalParameters });
    return processGenericTokenEndpointResponse(authorizationServer, client, await essentialAnswer(response), {
      recognizedTokenTypes: { n_a: () => undefined },
    });
  });
}

/**
 * In characters. RFC 6749 sets no limit. Web servers refuse headers of this size, and every response is searched for
 * the token.
 */
const longestToken = 16_384;
const oneYear = 366 * 24 * 3600;

/**
 * Throws `token_too_long` for a token of more than 16,384 characters, and `token_response_invalid` for one that could
 * break out of a header. RFC 6750 section 2.1 allows even fewer characters.
 */
export function assertUsableToken(token: string, host: string): void {
  if (token.length > longestToken)
    throw new Fault('token_too_long', `${host} issued a token of ${token.length} characters`, { values: { host } });
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new Fault('token_response_invalid', `${host} issued a token that cannot be used`, { values: { host } });
}

function issuedTokens(answer: TokenEndpointResponse, host: string, bound: boolean): IssuedTokens {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn, scope } = answer;
  const idToken = answer[handedOnIdToken];
  const tokenType = answer.token_type === 'dpop' && bound ? 'dpop' : 'bearer';
  if (answer.token_type !== tokenType)
    throw new Fault('token_response_invalid', `${host} issued a token of another type`, { values: { host } });
  assertUsableToken(accessToken, host);
  return {
    accessToken: new Secret(accessToken),
    tokenType,
    ...(refreshToken && refreshToken.length <= longestToken && { refreshToken: new Secret(refreshToken) }),
    ...(expiresIn !== undefined && { expiresIn: Math.min(expiresIn, oneYear) }),
    ...(scope !== undefined && { scope: parseToldScope(scope).join(' ') }),
    ...(typeof idToken === 'string' && idToken.length <= longestToken && { idToken: new Secret(idToken) }),
  };
}
