import {
  authorizationCodeGrantRequest,
  clientCredentialsGrantRequest,
  deviceCodeGrantRequest,
  genericTokenEndpointRequest,
  refreshTokenGrantRequest,
} from 'oauth4webapi';
import { Fault, isFault } from '../base/fault.ts';
import { Secret } from '../base/secret.ts';
import type { ValidAuthorizationResponse } from './authorization-response.ts';
import { answeredError } from './endpoint-call.ts';
import { OddRefusal } from './odd-refusal.ts';
import { secureUrl } from '../../src-preload/contract/secure-url.ts';
import {
  assertUsableToken,
  requestTokens,
  tokenAnswer,
  type IssuedTokens,
  type TokenRequest,
} from './token-response.ts';

export type { IssuedTokens } from './token-response.ts';

/**
 * Exchanges the code for tokens. RFC 6749 section 4.1.3, PKCE (RFC 7636 section 4.5), resource (RFC 8707 section 2.2).
 * Throws `code_refused`, `client_unknown`, `token_refused`, `token_response_invalid`.
 */
export async function exchangeAuthorizationCode(
  request: TokenRequest & { response: ValidAuthorizationResponse; redirectUri: string; codeVerifier: Secret },
): Promise<IssuedTokens> {
  const { authorizationServer, response, redirectUri, codeVerifier } = request;
  return requestTokens(request, { invalid_grant: 'code_refused' }, (client, authentication, options) =>
    authorizationCodeGrantRequest(
      authorizationServer,
      client,
      authentication,
      response,
      redirectUri,
      codeVerifier.reveal(),
      options,
    ),
  );
}

/**
 * Refreshes tokens. RFC 6749 section 6. Throws `refresh_token_invalid` only on `invalid_grant`, the one error that says
 * that the refresh token is invalid; `token_refused` on any other refusal, in whatever form; `server_error` if a later
 * try may succeed.
 */
export async function refreshTokens(request: TokenRequest & { refreshToken: Secret }): Promise<IssuedTokens> {
  try {
    return await requestTokens(
      request,
      { invalid_grant: 'refresh_token_invalid' },
      (client, authentication, options) =>
        refreshTokenGrantRequest(
          request.authorizationServer,
          client,
          authentication,
          request.refreshToken.reveal(),
          options,
        ),
      'server_error',
    );
  } catch (error) {
    if (!isFault(error, 'token_response_invalid') || !(error.cause instanceof OddRefusal)) throw error;
    const { message, values, serverText, cause } = error;
    throw new Fault('token_refused', message, { values, serverText, cause });
  }
}

/**
 * Requests a token with the client credentials grant, without a user: RFC 6749 section 4.4.2, MCP extension OAuth
 * Client Credentials. A refresh token is not expected (section 4.4.3), but returned if there is one. Throws
 * `client_unknown`, `token_refused`, `token_response_invalid`.
 */
export async function requestClientCredentialsToken(
  request: TokenRequest & {
    /** Empty: no `scope` parameter. */
    scope: string;
  },
): Promise<IssuedTokens> {
  return requestTokens(request, {}, (client, authentication, { additionalParameters, ...options }) =>
    clientCredentialsGrantRequest(
      request.authorizationServer,
      client,
      authentication,
      withScope(additionalParameters, request.scope),
      options,
    ),
  );
}

/**
 * Polls once whether the user has decided: RFC 8628 sections 3.4 and 3.5. `slowDown`: add five seconds to the interval.
 * Throws `access_denied`, `request_expired`, `server_error` if the server is down, and what a code exchange throws.
 */
export async function pollDeviceToken(
  request: TokenRequest & { deviceCode: Secret },
): Promise<IssuedTokens | { pending: true; slowDown: boolean }> {
  const refusals = {
    invalid_grant: 'code_refused',
    access_denied: 'access_denied',
    expired_token: 'request_expired',
  } as const;
  try {
    return await requestTokens(
      request,
      refusals,
      (client, authentication, options) =>
        deviceCodeGrantRequest(
          request.authorizationServer,
          client,
          authentication,
          request.deviceCode.reveal(),
          options,
        ),
      'server_error',
    );
  } catch (error) {
    const said = answeredError(error);
    if (said === 'authorization_pending' || said === 'slow_down') {
      return { pending: true, slowDown: said === 'slow_down' };
    }
    throw error;
  }
}

/**
 * Exchanges an ID token at its identity provider for an ID-JAG, an assertion for the authorization server `audience`:
 * MCP extension Enterprise-Managed Authorization, section 4; RFC 8693 section 2.1. The credentials are those at the
 * identity provider. Throws `endpoint_refused`, `client_unknown`, `token_refused`, `token_response_invalid`.
 */
export async function exchangeForIdJag(
  request: TokenRequest & {
    idToken: Secret;
    /** The issuer of the authorization server that the assertion is for. */
    audience: string;
    /** Empty: no `scope` parameter. */
    scope: string;
  },
): Promise<Secret> {
  const { authorizationServer } = request;
  if (!secureUrl(authorizationServer.token_endpoint)) {
    throw new Fault('endpoint_refused', 'the identity provider has no usable token endpoint', {
      values: { host: authorizationServer.token_endpoint.slice(0, 200), endpoint: 'token_endpoint' },
    });
  }
  const answer = await tokenAnswer(request, {}, (client, authentication, { additionalParameters, ...options }) => {
    const parameters = withScope(additionalParameters, request.scope);
    parameters.set('requested_token_type', idJag);
    parameters.set('audience', request.audience);
    parameters.set('subject_token', request.idToken.reveal());
    parameters.set('subject_token_type', 'urn:ietf:params:oauth:token-type:id_token');
    return genericTokenEndpointRequest(authorizationServer, client, authentication, tokenExchange, parameters, options);
  });
  const { host } = new URL(authorizationServer.token_endpoint);
  if (answer.issued_token_type !== idJag) {
    throw new Fault('token_response_invalid', `${host} issued something else than an ID-JAG`, { values: { host } });
  }
  assertUsableToken(answer.access_token, host);
  return new Secret(answer.access_token);
}

/**
 * Exchanges an assertion for tokens: RFC 7523 section 2.1, the last step of MCP's Enterprise-Managed Authorization
 * (section 5). Throws `client_unknown`, `token_refused` (also for the assertion; a new one may be accepted),
 * `token_response_invalid`.
 */
export async function requestJwtBearerToken(
  request: TokenRequest & {
    assertion: Secret;
    /** Empty: no `scope` parameter. */
    scope: string;
  },
): Promise<IssuedTokens> {
  return requestTokens(request, {}, (client, authentication, { additionalParameters, ...options }) => {
    const parameters = withScope(additionalParameters, request.scope);
    parameters.set('assertion', request.assertion.reveal());
    return genericTokenEndpointRequest(
      request.authorizationServer,
      client,
      authentication,
      jwtBearer,
      parameters,
      options,
    );
  });
}

const idJag = 'urn:ietf:params:oauth:token-type:id-jag';
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

function withScope(parameters: URLSearchParams, scope: string): URLSearchParams {
  if (scope) parameters.set('scope', scope);
  return parameters;
}
