import type { AuthorizationServer } from 'oauth4webapi';
import { Fault, isFault } from '../fault.ts';
import type { Fetch } from './fetch.ts';
import { jsonAnswer, stringList, type JsonRecord } from './json-answer.ts';
import { preferredAnswer } from './preferred-answer.ts';
import { secureUrl } from './secure-url.ts';

/**
 * Metadata of an authorization server that Keyfob may use: the issuer is the one that was asked for, the endpoints are
 * safe to send people and codes to, and PKCE with S256 is offered. Only `readAuthorizationServerMetadata` makes one.
 */
export type AuthorizationServerMetadata = AuthorizationServer & {
  authorization_endpoint: string;
  token_endpoint: string;
} & { readonly [checked]: true };

declare const checked: unique symbol;

/**
 * Reads how an authorization server works, from RFC 8414 and OpenID Connect documents in the order MCP gives
 * (2025-11-25). A document that names another issuer is not used, whatever else it says (RFC 8414 section 3.3).
 * Throws `server_metadata_missing`, `issuer_mismatch`, `endpoint_refused`, `pkce_unsupported`, and network faults.
 */
export async function fetchAuthorizationServerMetadata(
  issuer: string,
  fetch: Fetch,
): Promise<AuthorizationServerMetadata> {
  const url = secureUrl(issuer);
  if (!url || url.search) {
    throw new Fault('endpoint_refused', 'issuer is no https URL', { values: { host: issuer.slice(0, 200) } });
  }
  try {
    return await preferredAnswer(metadataUrls(url), async (candidate, signal) => {
      const response = await fetch(candidate, { headers: { accept: 'application/json' }, signal });
      return readAuthorizationServerMetadata(issuer, await jsonAnswer(response, candidate));
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
export function readAuthorizationServerMetadata(issuer: string, json: JsonRecord): AuthorizationServerMetadata {
  const host = new URL(issuer).host;
  if (json.issuer !== issuer) {
    throw new Fault('issuer_mismatch', `metadata of ${host} names another issuer`, {
      values: { host, issuer: typeof json.issuer === 'string' ? json.issuer.slice(0, 200) : '' },
    });
  }
  for (const name of endpoints) {
    const value = json[name];
    const required = name === 'authorization_endpoint' || name === 'token_endpoint';
    if (value === undefined && !required) continue;
    if (!secureUrl(value)) {
      throw new Fault('endpoint_refused', `${name} of ${host} is not a usable address`, {
        values: { host, endpoint: name },
      });
    }
  }
  if (!stringList(json.code_challenge_methods_supported)?.includes('S256')) {
    throw new Fault('pkce_unsupported', `${host} does not offer PKCE with S256`, { values: { host } });
  }
  return json as unknown as AuthorizationServerMetadata;
}

const endpoints = ['authorization_endpoint', 'token_endpoint', 'registration_endpoint', 'revocation_endpoint'] as const;

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
