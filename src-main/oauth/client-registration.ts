import {
  dynamicClientRegistrationRequest,
  processDynamicClientRegistrationResponse,
  ResponseBodyError,
  type Client,
} from 'oauth4webapi';
import { busyFault, isBusy } from './busy.ts';
import { Fault } from '../base/fault.ts';
import { Secret } from '../base/secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import type { AuthenticationMethod } from './client-authentication.ts';
import { isAbort, libraryOptions } from './endpoint-request.ts';
import type { Fetch } from './fetch.ts';
import { isRecord, stringList } from './json-answer.ts';
import { secureUrl } from './secure-url.ts';

/** This client as registered at an authorization server. RFC 7591 section 3.2.1. */
export interface RegisteredClient {
  clientId: string;
  clientSecret?: Secret;
  /** Milliseconds since the epoch; absent if the secret does not expire. */
  secretExpiresAt?: number;
  tokenEndpointAuthMethod: AuthenticationMethod;
}

interface RegistrationOptions {
  /** Defaults to `authorization_code` with `refresh_token`. */
  grantTypes?: string[] | undefined;
  softwareVersion?: string | undefined;
  /** `false`: does not retry a refused registration with less metadata. */
  adjusted?: boolean | undefined;
}

/**
 * Registers Keyfob as a native application with one redirect URI, or with none for grants without a redirect (RFC 7591;
 * `application_type` from OpenID Connect Registration section 2, required by MCP 2026-07-28). If the authorization
 * server refuses the metadata, tries once more with the minimum; MCP 2026-07-28 allows a client to adjust it. Throws
 * `registration_unsupported`, `redirect_refused_by_server` if another redirect URI may be accepted, and
 * `registration_refused`.
 */
export async function registerClient(
  authorizationServer: AuthorizationServerMetadata,
  redirectUri: string | undefined,
  fetch: Fetch,
  { grantTypes = ['authorization_code', 'refresh_token'], softwareVersion, adjusted = true }: RegistrationOptions = {},
): Promise<RegisteredClient> {
  const { host } = new URL(authorizationServer.issuer);
  if (!authorizationServer.registration_endpoint) {
    throw new Fault('registration_unsupported', `${host} offers no registration`, { values: { host } });
  }
  const method = preferredMethod(authorizationServer);
  const least = {
    client_name: 'Keyfob',
    redirect_uris: redirectUri === undefined ? [] : [redirectUri],
    grant_types: grantTypes,
    response_types: grantTypes.includes('authorization_code') ? ['code'] : [],
    token_endpoint_auth_method: method,
  };
  const whole = {
    ...least,
    software_id: 'app.keyfob',
    ...(softwareVersion !== undefined && { software_version: softwareVersion }),
    application_type: 'native',
  };
  const register = async (metadata: Partial<Client>) => {
    const response = await dynamicClientRegistrationRequest(authorizationServer, metadata, libraryOptions({ fetch }));
    return processDynamicClientRegistrationResponse(await tolerated(response));
  };
  let answer;
  try {
    answer = await register(whole).catch((error: unknown) => {
      if (adjusted && error instanceof ResponseBodyError && error.error === 'invalid_client_metadata') {
        return register(least);
      }
      throw error;
    });
  } catch (cause) {
    throw refusal(cause, host);
  }
  const { token_endpoint_auth_method: answered = method } = answer;
  if (!isKnownMethod(answered)) {
    throw new Fault('registration_refused', `${host} wants an authentication that Keyfob does not have`, {
      values: { host },
    });
  }
  return checkedClient(answer, answered, host, redirectUri);
}

/**
 * The client of our own metadata document, for authorization servers that read such documents: it needs no
 * registration, and none can be forgotten. Undefined if the server does not, or if the URL is not a valid client id
 * (draft-ietf-oauth-client-id-metadata-document-02, sections 3 and 6).
 */
export function metadataDocumentClient(
  authorizationServer: AuthorizationServerMetadata,
  clientMetadataUrl: string,
): RegisteredClient | undefined {
  if (authorizationServer.client_id_metadata_document_supported !== true) return undefined;
  const url = secureUrl(clientMetadataUrl);
  // A URL in its normal form has no dot segments and compares as a string.
  if (url?.protocol !== 'https:' || url.pathname === '/' || url.href !== clientMetadataUrl) return undefined;
  return { clientId: clientMetadataUrl, tokenEndpointAuthMethod: 'none' };
}

// RFC 7591 section 3.2.1
type RegistrationResponse = Awaited<ReturnType<typeof processDynamicClientRegistrationResponse>>;

function checkedClient(
  answer: RegistrationResponse,
  method: AuthenticationMethod,
  host: string,
  redirectUri: string | undefined,
): RegisteredClient {
  const refuse = (why: string) =>
    new Fault('registration_refused', `registration at ${host}: ${why}`, { values: { host } });
  if (/[^\x20-\x7e]/.test(answer.client_id)) throw refuse('client_id holds characters that RFC 6749 does not allow');
  const redirectUris = stringList(answer.redirect_uris);
  if (redirectUri !== undefined && redirectUris && !redirectUris.includes(redirectUri)) {
    throw new Fault('redirect_refused_by_server', `${host} registered another redirect URI`, { values: { host } });
  }
  const secret = typeof answer.client_secret === 'string' ? new Secret(answer.client_secret) : undefined;
  if (method !== 'none' && !secret) throw refuse(`${method} without a client_secret`);
  const expires = typeof answer.client_secret_expires_at === 'number' ? answer.client_secret_expires_at : 0;
  return {
    clientId: answer.client_id,
    ...(secret && { clientSecret: secret }),
    ...(secret && expires > 0 && { secretExpiresAt: expires * 1000 }),
    tokenEndpointAuthMethod: method,
  };
}

/**
 * Methods that need no key, in order of preference: a native app cannot keep a secret (RFC 8252 section 8.4), so `none`
 * first; the others for authorization servers that insist.
 */
const registrableMethods = ['none', 'client_secret_basic', 'client_secret_post'] as const;

function preferredMethod(authorizationServer: AuthorizationServerMetadata): AuthenticationMethod {
  const supported = stringList(authorizationServer.token_endpoint_auth_methods_supported);
  return registrableMethods.find((method) => !supported || supported.includes(method)) ?? 'none';
}

function isKnownMethod(method: unknown): method is AuthenticationMethod {
  return (registrableMethods as readonly unknown[]).includes(method);
}

/**
 * Normalises the response for the library. Servers in use answer 200 where RFC 7591 section 3.2.1 says 201, and omit
 * `client_secret_expires_at` where it says REQUIRED; neither changes what was registered.
 */
async function tolerated(response: Response): Promise<Response> {
  if (response.status !== 200 && response.status !== 201) return response;
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const body = isRecord(json) ? JSON.stringify({ client_secret_expires_at: 0, ...json }) : text;
  return new Response(body, { status: 201, headers: response.headers });
}

/** Most refusals concern the redirect URI; the error codes are those of RFC 7591 section 3.2.2. */
function refusal(cause: unknown, host: string): unknown {
  if (cause instanceof Fault || isAbort(cause)) return cause;
  if (isBusy(cause)) return busyFault(cause, host);
  const values = { host };
  if (cause instanceof ResponseBodyError) {
    const serverText = cause.error_description ?? cause.error;
    const redirect = cause.error === 'invalid_redirect_uri' || cause.error === 'invalid_client_metadata';
    const code = redirect ? 'redirect_refused_by_server' : 'registration_refused';
    return new Fault(code, `registration at ${host} refused: ${JSON.stringify(cause.error)}`, {
      values,
      serverText,
      cause,
    });
  }
  return new Fault('registration_refused', `registration at ${host} failed`, { values, cause });
}
