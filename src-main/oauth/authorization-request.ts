import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from 'oauth4webapi';
import { Secret } from '../base/secret.ts';
import { requireCodeGrant, type AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import { parseScope } from './scopes.ts';

interface AuthorizationParameters {
  authorizationServer: AuthorizationServerMetadata;
  clientId: string;
  redirectUri: string;
  /** Empty: no `scope` parameter. */
  scope: string;
  /**
   * RFC 8707, exactly as in the protected resource metadata. Absent: no such parameter, for authorization servers that
   * refuse it.
   */
  resource?: string | undefined;
  /** Sends `prompt=consent` with `offline_access`: OpenID Connect Core section 11 requires it. Absent: true. */
  askConsent?: boolean | undefined;
  /** The thumbprint of the key that the code is bound to. RFC 9449 section 10. */
  dpopJkt?: string | undefined;
}

export interface AuthorizationRequest {
  /** The authorization URL for the user's browser. */
  url: URL;
  /** 256 random bits: identifies the stored request and cannot be guessed. RFC 6749 section 10.12. */
  state: string;
  codeVerifier: Secret;
}

/**
 * Creates an authorization request with PKCE S256 (RFC 7636 section 4.3) and a resource indicator (RFC 8707 section 2).
 * Throws `endpoint_refused` and `pkce_unsupported` if the metadata was read for another grant.
 */
export async function createAuthorizationRequest(parameters: AuthorizationParameters): Promise<AuthorizationRequest> {
  const state = generateRandomState();
  const codeVerifier = generateRandomCodeVerifier();
  const url = new URL(requireCodeGrant(parameters.authorizationServer));
  const query = {
    response_type: 'code',
    client_id: parameters.clientId,
    redirect_uri: parameters.redirectUri,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    ...(parameters.resource !== undefined && { resource: parameters.resource }),
    ...(parameters.scope && { scope: parameters.scope }),
    ...(parameters.dpopJkt !== undefined && { dpop_jkt: parameters.dpopJkt }),
    ...(parameters.askConsent !== false && wantsConsent(parameters.scope) && { prompt: 'consent' }),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { url, state, codeVerifier: new Secret(codeVerifier) };
}

/** Whether a request for this scope has `prompt=consent`, unless it is left out. */
export function wantsConsent(scope: string): boolean {
  return parseScope(scope).includes('offline_access');
}
