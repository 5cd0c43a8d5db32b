import type { AuthorizationServer } from 'oauth4webapi';
import { Fault, isFault } from '../base/fault.ts';
import { addressDifference } from './address-difference.ts';
import type { Fetch } from './fetch.ts';
import { jsonAnswer, NoDocument, stringList, type JsonRecord } from './json-answer.ts';
import { preferredAnswer } from './preferred-answer.ts';
import { secureUrl } from '../../src-preload/contract/secure-url.ts';

/**
 * Validated metadata of an authorization server: the issuer is the expected one, and the endpoints are safe to send
 * users and codes to. Only `readAuthorizationServerMetadata` creates it.
 */
export type AuthorizationServerMetadata = AuthorizationServer & { token_endpoint: string } & {
  readonly [checked]: true;
};

declare const checked: unique symbol;

interface MetadataUse {
  /** `other`: grants without an authorization request need neither the authorization endpoint nor PKCE. */
  grant: 'authorization_code' | 'other';
}

const codeGrant: MetadataUse = { grant: 'authorization_code' };

/**
 * Fetches authorization server metadata from the RFC 8414 and OpenID Connect URLs in MCP's order (2025-11-25). A
 * document with another issuer is not used (RFC 8414 section 3.3). Throws `server_metadata_missing`, `issuer_mismatch`,
 * `endpoint_refused`, `pkce_unsupported`, and network faults.
 */
export async function fetchAuthorizationServerMetadata(
  issuer: string,
  fetch: Fetch,
  use = codeGrant,
): Promise<AuthorizationServerMetadata> {
  const url = secureUrl(issuer);
  if (!url || url.search) {
    throw new Fault('endpoint_refused', 'issuer is no https URL', { values: { host: issuer.slice(0, 200) } });
  }
  try {
    return await preferredAnswer(metadataUrls(url), async (candidate, signal) => {
      const response = await fetch(candidate, { headers: { accept: 'application/json' }, signal });
      return readAuthorizationServerMetadata(issuer, await jsonAnswer(response, candidate), use);
    });
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    const absent = (reason: unknown) => reason instanceof NoDocument || isFault(reason, 'answer_malformed');
    throw (
      error.errors.find((reason) => !absent(reason)) ??
      new Fault('server_metadata_missing', `no metadata at ${url.host}`, { values: { host: url.host }, cause: error })
    );
  }
}

/**
 * Validates a metadata document against the expected issuer, byte for byte: after normalising, `https://as.example` and
 * `https://as.example/` would count as equal.
 */
export function readAuthorizationServerMetadata(
  issuer: string,
  json: JsonRecord,
  { grant } = codeGrant,
): AuthorizationServerMetadata {
  const host = new URL(issuer).host;
  if (json.issuer !== issuer) {
    throw otherIssuer(issuer, json.issuer);
  }
  for (const name of endpoints) {
    if (json[name] !== undefined || name === 'token_endpoint') requireEndpoint(json, name, host);
  }
  const server = json as unknown as AuthorizationServerMetadata;
  if (grant === 'authorization_code') requireCodeGrant(server);
  return server;
}

/**
 * Checks what an authorization request needs: an authorization endpoint, and PKCE with S256 (MCP 2025-11-25). Returns
 * the endpoint. Throws `endpoint_refused` and `pkce_unsupported`.
 */
export function requireCodeGrant(authorizationServer: AuthorizationServerMetadata): string {
  const { host } = new URL(authorizationServer.issuer);
  const endpoint = requireEndpoint(authorizationServer, 'authorization_endpoint', host);
  if (!stringList(authorizationServer.code_challenge_methods_supported)?.includes('S256')) {
    throw withoutPkce(authorizationServer, endpoint);
  }
  return endpoint;
}

function otherIssuer(expected: string, said: unknown): Fault {
  const { host } = new URL(expected);
  const issuer = typeof said === 'string' ? said.slice(0, longestShown) : '';
  const reason = addressDifference(expected, issuer);
  const known = reason !== undefined && { reason, named: expected.slice(0, longestShown), said: issuer };
  return new Fault('issuer_mismatch', `metadata of ${host} names another issuer`, {
    values: { host, issuer, ...known },
  });
}

const longestShown = 200;

/** `unlisted`: the metadata say nothing about PKCE, so that a user may know better. */
function withoutPkce(authorizationServer: AuthorizationServerMetadata, authorizationEndpoint: string): Fault {
  const { issuer, token_endpoint: tokenEndpoint, code_challenge_methods_supported: methods } = authorizationServer;
  const { host } = new URL(issuer);
  const unlisted = methods === undefined && {
    reason: 'unlisted',
    authorizationEndpoint: authorizationEndpoint.slice(0, longestShown),
    tokenEndpoint: tokenEndpoint.slice(0, longestShown),
  };
  return new Fault('pkce_unsupported', `${host} does not offer PKCE with S256`, { values: { host, ...unlisted } });
}

/** The default endpoints of an MCP 2025-03-26 server without metadata: at its root, whatever its path. */
export function fallbackAuthorizationServerMetadata(serverUrl: URL): AuthorizationServerMetadata {
  const issuer = serverUrl.origin;
  return readAuthorizationServerMetadata(issuer, {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    code_challenge_methods_supported: ['S256'],
  });
}

interface ManualEndpoints {
  issuer?: string | undefined;
  authorizationEndpoint?: string | undefined;
  tokenEndpoint: string;
}

/**
 * Metadata from endpoints that the user entered, if discovery is switched off. Assumes PKCE: an authorization server
 * that does not know it ignores the parameters (RFC 6749 section 3.1). Throws `endpoint_refused`.
 */
export function manualAuthorizationServerMetadata(endpoints: ManualEndpoints): AuthorizationServerMetadata {
  const { authorizationEndpoint, tokenEndpoint } = endpoints;
  const issuer = endpoints.issuer ?? secureUrl(tokenEndpoint)?.origin;
  if (issuer === undefined) throw refusedEndpoint('token_endpoint', tokenEndpoint.slice(0, 200));
  if (!secureUrl(issuer)) throw refusedEndpoint('issuer', issuer.slice(0, 200));
  const json = {
    issuer,
    token_endpoint: tokenEndpoint,
    ...(authorizationEndpoint !== undefined && { authorization_endpoint: authorizationEndpoint }),
    code_challenge_methods_supported: ['S256'],
  };
  return readAuthorizationServerMetadata(issuer, json, {
    grant: authorizationEndpoint === undefined ? 'other' : 'authorization_code',
  });
}

const endpoints = [
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'revocation_endpoint',
  'pushed_authorization_request_endpoint',
  'device_authorization_endpoint',
] as const;

function requireEndpoint(json: JsonRecord, name: (typeof endpoints)[number], host: string): string {
  const value = json[name];
  if (typeof value !== 'string' || !secureUrl(value)) throw refusedEndpoint(name, host);
  return value;
}

function refusedEndpoint(endpoint: string, host: string): Fault {
  return new Fault('endpoint_refused', `${endpoint} of ${host} is not a usable address`, {
    values: { host, endpoint },
  });
}

/** With a path: RFC 8414 inserted, OpenID inserted, OpenID appended. Without a path, the last two are the same. */
function metadataUrls(issuer: URL): string[] {
  const path = issuer.pathname.replace(/\/$/, '');
  const at = (pathname: string) => new URL(pathname, issuer).href;
  const inserted = [
    at(`/.well-known/oauth-authorization-server${path}`),
    at(`/.well-known/openid-configuration${path}`),
  ];
  return path ? [...inserted, at(`${path}/.well-known/openid-configuration`)] : inserted;
}
