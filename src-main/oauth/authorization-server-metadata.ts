import type { AuthorizationServer } from 'oauth4webapi';
import { Fault, isFault } from '../fault.ts';
import type { Fetch } from './fetch.ts';
import { jsonAnswer, stringList, type JsonRecord } from './json-answer.ts';
import { preferredAnswer } from './preferred-answer.ts';
import { secureUrl } from './secure-url.ts';

/**
 * Metadata of an authorization server that Keyfob may use: the issuer is the one that was asked for, and the endpoints
 * are safe to send people and codes to. Only `readAuthorizationServerMetadata` makes one.
 */
export type AuthorizationServerMetadata = AuthorizationServer & { token_endpoint: string } & {
  readonly [checked]: true;
};

declare const checked: unique symbol;

interface MetadataUse {
  /** `other`: nobody is sent to a browser with a code challenge, so neither its endpoint nor PKCE is needed. */
  grant: 'authorization_code' | 'other';
}

const codeGrant: MetadataUse = { grant: 'authorization_code' };

/**
 * Reads how an authorization server works, from RFC 8414 and OpenID Connect documents in the order MCP gives
 * (2025-11-25). A document that names another issuer is not used, whatever else it says (RFC 8414 section 3.3).
 * Throws `server_metadata_missing`, `issuer_mismatch`, `endpoint_refused`, `pkce_unsupported`, and network faults.
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
    const absent = (reason: unknown) => isFault(reason, 'http_error', 'answer_not_json', 'answer_malformed');
    throw (
      error.errors.find((reason) => !absent(reason)) ??
      new Fault('server_metadata_missing', `no metadata at ${url.host}`, { values: { host: url.host }, cause: error })
    );
  }
}

/**
 * Checks a metadata document against the issuer it was asked for, byte for byte: normalising would let
 * `https://as.example` and `https://as.example/` stand for each other.
 */
export function readAuthorizationServerMetadata(
  issuer: string,
  json: JsonRecord,
  { grant } = codeGrant,
): AuthorizationServerMetadata {
  const host = new URL(issuer).host;
  if (json.issuer !== issuer) {
    throw new Fault('issuer_mismatch', `metadata of ${host} names another issuer`, {
      values: { host, issuer: typeof json.issuer === 'string' ? json.issuer.slice(0, 200) : '' },
    });
  }
  for (const name of endpoints) {
    if (json[name] !== undefined || name === 'token_endpoint') requireEndpoint(json, name, host);
  }
  const server = json as unknown as AuthorizationServerMetadata;
  if (grant === 'authorization_code') requireCodeGrant(server);
  return server;
}

/**
 * What an authorization request needs: somewhere to send the person, and PKCE with S256 (MCP 2025-11-25). Returns the
 * endpoint. Throws `endpoint_refused` and `pkce_unsupported`.
 */
export function requireCodeGrant(server: AuthorizationServerMetadata): string {
  const { host } = new URL(server.issuer);
  const endpoint = requireEndpoint(server, 'authorization_endpoint', host);
  if (!stringList(server.code_challenge_methods_supported)?.includes('S256')) {
    throw new Fault('pkce_unsupported', `${host} does not offer PKCE with S256`, { values: { host } });
  }
  return endpoint;
}

/**
 * Where a server of MCP 2025-03-26 that has no metadata at all keeps its endpoints: at its own root, whatever its path.
 */
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
 * Metadata of somebody's own making, where discovery is switched off. PKCE is taken for granted: a server that knows
 * nothing of it ignores it (RFC 6749 section 3.1). Throws `endpoint_refused`.
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

/** With a path: RFC 8414 inserted, OpenID inserted, OpenID appended. Without: the first two, which are then all. */
function metadataUrls(issuer: URL): string[] {
  const path = issuer.pathname.replace(/\/$/, '');
  const at = (pathname: string) => new URL(pathname, issuer).href;
  const inserted = [
    at(`/.well-known/oauth-authorization-server${path}`),
    at(`/.well-known/openid-configuration${path}`),
  ];
  return path ? [...inserted, at(`${path}/.well-known/openid-configuration`)] : inserted;
}
