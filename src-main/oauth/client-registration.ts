import { dynamicClientRegistrationRequest, processDynamicClientRegistrationResponse } from 'oauth4webapi';
import { busyFault, isBusy } from './busy.ts';
import { Fault, isFault } from '../base/fault.ts';
import { Secret } from '../base/secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import type { AuthenticationMethod } from './client-authentication.ts';
import { isAbort, libraryOptions } from './endpoint-call.ts';
import type { Fetch } from './fetch.ts';
import { stringList } from './json-answer.ts';
import {
  fieldsToLeaveOut,
  mayBeRedirect,
  mayPass,
  namedFields,
  refusesRedirect,
  withoutFields,
  type OptionalField,
  type RegistrationRefusal,
} from './registration-metadata.ts';
import { readRegistrationAnswer, RefusedRegistration } from './registration-answer.ts';
import { parseScope } from './scopes.ts';
import { secureUrl } from '../../src-preload/contract/secure-url.ts';

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
  /** The scope that the client will request; empty: the request names none. */
  scope?: string | undefined;
  /** What earlier registrations of the same sign-in have found out. */
  tries?: RegistrationTries | undefined;
}

/** The registrations of one sign-in, which may try several redirect URIs. */
export interface RegistrationTries {
  /** How many requests may still be sent. */
  left: number;
  /** The fields that a refusal was about: further requests leave them out. */
  leftOut: ReadonlySet<OptionalField>;
}

/**
 * At most four requests: one for each of three redirect URIs, and one more with other metadata. A scope that the
 * authorization server does not list among its own is left out: such servers know the scopes of resources apart, and
 * refuse them here.
 */
export function newTries(authorizationServer: AuthorizationServerMetadata, scope: string): RegistrationTries {
  const listed = stringList(authorizationServer.scopes_supported);
  const unlisted = listed !== undefined && parseScope(scope).some((each) => !listed.includes(each));
  return { left: 4, leftOut: new Set(unlisted ? ['scope'] : []) };
}

/**
 * Registers Keyfob as a native application with one redirect URI, or with none for grants without a redirect (RFC 7591;
 * `application_type` from OpenID Connect Registration section 2, required by MCP 2026-07-28). If the authorization
 * server refuses the metadata, tries once more without the fields that the refusal names, or else without all that a
 * client can do without; MCP 2026-07-28 allows a client to adjust it. Throws `registration_unsupported`,
 * `redirect_refused_by_server` if another redirect URI may be accepted, and `registration_refused`.
 */
export async function registerClient(
  authorizationServer: AuthorizationServerMetadata,
  redirectUri: string | undefined,
  fetch: Fetch,
  options: RegistrationOptions = {},
): Promise<RegisteredClient> {
  const { host } = new URL(authorizationServer.issuer);
  if (!authorizationServer.registration_endpoint) {
    throw new Fault('registration_unsupported', `${host} offers no registration`, { values: { host } });
  }
  const { grantTypes = ['authorization_code', 'refresh_token'], scope = '' } = options;
  const { tries = newTries(authorizationServer, scope) } = options;
  const method = preferredMethod(authorizationServer);
  const whole = {
    client_name: 'Keyfob',
    redirect_uris: redirectUri === undefined ? [] : [redirectUri],
    grant_types: grantTypes,
    response_types: grantTypes.includes('authorization_code') ? ['code'] : [],
    token_endpoint_auth_method: method,
    software_id: 'app.keyfob',
    ...(options.softwareVersion !== undefined && { software_version: options.softwareVersion }),
    application_type: 'native',
    ...(scope && { scope }),
  };
  const register = async () => {
    tries.left -= 1;
    const metadata = withoutFields(whole, tries.leftOut);
    const response = await dynamicClientRegistrationRequest(authorizationServer, metadata, libraryOptions({ fetch }));
    return processDynamicClientRegistrationResponse(await readRegistrationAnswer(response));
  };
  let answer;
  try {
    answer = await register().catch((error: unknown) => {
      if (tries.left === 0 || !(error instanceof RefusedRegistration)) throw error;
      const before = tries.leftOut;
      const less = fieldsToLeaveOut(whole, before, error.refusal);
      if (!less) throw error;
      tries.leftOut = less;
      return register().catch((second: unknown) => {
        // A field that is missed now was not what was refused.
        const missed = second instanceof RefusedRegistration ? namedFields(second.refusal) : [];
        if (missed.some((field) => less.has(field))) tries.leftOut = before;
        throw second;
      });
    });
  } catch (cause) {
    throw registrationFault(cause, host);
  }
  return checkedClient(answer, authorizationServer, method, redirectUri);
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
  authorizationServer: AuthorizationServerMetadata,
  asked: AuthenticationMethod,
  redirectUri: string | undefined,
): RegisteredClient {
  const { host } = new URL(authorizationServer.issuer);
  const refuse = (why: string) =>
    new Fault('registration_refused', `registration at ${host}: ${why}`, { values: { host } });
  if (/[^\x20-\x7e]/.test(answer.client_id)) throw refuse('client_id holds characters that RFC 6749 does not allow');
  const redirectUris = stringList(answer.redirect_uris);
  if (redirectUri !== undefined && redirectUris && !redirectUris.includes(redirectUri)) {
    throw new Fault('redirect_refused_by_server', `${host} registered another redirect URI`, { values: { host } });
  }
  // An empty secret is none.
  const { client_secret: issued } = answer;
  const secret = typeof issued === 'string' && issued ? new Secret(issued) : undefined;
  const { token_endpoint_auth_method: method = secret ? unnamedMethod(authorizationServer, asked) : asked } = answer;
  if (!isKnownMethod(method)) throw refuse('wants an authentication that Keyfob does not have');
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

/**
 * How to send a secret that was issued without saying how: as it was asked for, else by `client_secret_basic` (RFC 7591
 * section 2), unless the authorization server does not support that.
 */
function unnamedMethod(authorizationServer: AuthorizationServerMetadata, asked: AuthenticationMethod) {
  if (asked !== 'none') return asked;
  const supported = stringList(authorizationServer.token_endpoint_auth_methods_supported) ?? [];
  const postAlone = supported.includes('client_secret_post') && !supported.includes('client_secret_basic');
  return postAlone ? 'client_secret_post' : 'client_secret_basic';
}

function isKnownMethod(method: unknown): method is AuthenticationMethod {
  return (registrableMethods as readonly unknown[]).includes(method);
}

function registrationFault(cause: unknown, host: string): unknown {
  if (cause instanceof Fault || isAbort(cause)) return cause;
  if (isBusy(cause)) return busyFault(cause, host);
  if (!(cause instanceof RefusedRegistration))
    return new Fault('registration_refused', `registration at ${host} failed`, { values: { host }, cause });
  const { refusal } = cause;
  const code = refusesRedirect(refusal) ? 'redirect_refused_by_server' : 'registration_refused';
  return new Fault(code, `registration at ${host} refused: ${refusal.status} ${JSON.stringify(refusal.error ?? '')}`, {
    values: { host, ...(mayPass(refusal) && { later: 1 }) },
    serverText: refusal.words ?? refusal.error,
    cause,
  });
}

/** Whether a refused registration may be accepted with another redirect URI. */
export function mayAcceptOtherRedirect(error: unknown): error is Fault {
  if (!isFault(error, 'redirect_refused_by_server', 'registration_refused')) return false;
  const refused: RegistrationRefusal | undefined =
    error.cause instanceof RefusedRegistration ? error.cause.refusal : undefined;
  return error.code === 'redirect_refused_by_server' || (refused !== undefined && mayBeRedirect(refused));
}
