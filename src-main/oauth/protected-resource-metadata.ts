import { Fault } from '../base/fault.ts';
import { addressDifference } from './address-difference.ts';
import type { BearerChallenge } from './bearer-challenge.ts';
import type { Fetch } from './fetch.ts';
import { jsonAnswer, NoDocument, stringList, type JsonRecord } from './json-answer.ts';
import { preferredAnswer } from './preferred-answer.ts';
import { secureUrl } from '../../src-preload/contract/secure-url.ts';

/** Protected resource metadata: the members of RFC 9728 section 2 that Keyfob uses. */
export interface ProtectedResourceMetadata {
  /** Exactly as in the metadata: it is the value of every `resource` parameter (RFC 8707). */
  resource: string;
  authorizationServers: string[];
  scopesSupported?: string[];
  resourceName?: string;
  /** The resource accepts only DPoP-bound tokens. RFC 9728 section 2, `dpop_bound_access_tokens_required`. */
  dpopRequired?: true;
}

/** Where a server's resource metadata may be besides. */
export interface ResourceHints {
  /** URLs that the server named in other ways than the challenge, which are asked last, each alone. */
  announced?: readonly string[] | undefined;
  /** Where redirects within the server's origin led: its metadata may be for that address. */
  endpoint?: URL | undefined;
}

/**
 * Fetches the metadata for `serverUrl`: from the challenge's URL first, else from the two well-known URLs (with the
 * path, then at the root; MCP 2025-11-25). Undefined if there is none, as with servers of MCP 2025-03-26. Throws
 * `resource_mismatch` if the metadata is for another resource, and network faults unchanged.
 */
export async function fetchProtectedResourceMetadata(
  serverUrl: URL,
  challenge: BearerChallenge | undefined,
  fetch: Fetch,
  { announced = [], endpoint }: ResourceHints = {},
): Promise<ProtectedResourceMetadata | undefined> {
  const ask = async (url: string, signal: AbortSignal) =>
    jsonAnswer(await fetch(url, { headers: { accept: 'application/json' }, signal }), url);

  const servers = endpoint ? [serverUrl, endpoint] : [serverUrl];
  const alone = (urls: readonly (string | undefined)[]) =>
    urls.flatMap((url) => secureUrl(url)?.href ?? []).map((url) => [url]);
  const groups = [
    ...alone([challenge?.resourceMetadata]),
    [...new Set(servers.flatMap((server) => resourceMetadataUrls(server)))],
    ...alone(announced),
  ];
  const reasons: unknown[] = [];
  for (const candidates of groups) {
    try {
      return readMetadata(await preferredAnswer(candidates, ask), servers);
    } catch (error) {
      if (!(error instanceof AggregateError)) throw error;
      reasons.push(...error.errors);
    }
  }
  // A 404 or non-JSON answer means "no metadata". Any other failure explains more, so throw that.
  const obstacle = reasons.find((reason) => !(reason instanceof NoDocument));
  if (obstacle) throw obstacle;
  return undefined;
}

/** RFC 9728 section 3.1: the well-known path is inserted between host and path; MCP also looks at the root. */
export function resourceMetadataUrls(serverUrl: URL): string[] {
  const path = serverUrl.pathname.replace(/\/$/, '');
  const wellKnown = '/.well-known/oauth-protected-resource';
  return [
    ...new Set([new URL(wellKnown + path + serverUrl.search, serverUrl).href, new URL(wellKnown, serverUrl).href]),
  ];
}

function readMetadata(json: JsonRecord, servers: readonly URL[]): ProtectedResourceMetadata {
  const { resource } = json;
  if (typeof resource !== 'string' || !servers.some((server) => coversResource(resource, server))) {
    throw otherResource(resource, servers);
  }
  const scopesSupported = stringList(json.scopes_supported);
  return {
    resource,
    authorizationServers: stringList(json.authorization_servers) ?? [],
    ...(scopesSupported && { scopesSupported }),
    ...(typeof json.resource_name === 'string' && { resourceName: json.resource_name }),
    ...(json.dpop_bound_access_tokens_required === true && { dpopRequired: true }),
  };
}

function otherResource(said: unknown, servers: readonly URL[]): Fault {
  const host = servers[0]?.host ?? '';
  const named = servers[0]?.href.slice(0, longestShown) ?? '';
  const resource = typeof said === 'string' ? said.slice(0, longestShown) : '';
  const reason = addressDifference(named, resource);
  const known = reason !== undefined && { reason, named, said: resource };
  // The same server may be meant at another path, which the user can check.
  const address = reason === 'path' && secureUrl(resource)?.href;
  return new Fault('resource_mismatch', `metadata of ${host} names another resource`, {
    values: { host, resource, ...known, ...(address && { address, target: address }) },
  });
}

const longestShown = 200;

/**
 * Whether a resource identifier covers the server: its origin alone, or the origin and a path at or above the server's.
 * RFC 9728 section 3.3 requires equality, but servers in use give only their origin or differ by a trailing slash, and
 * neither lets a token reach another host.
 *
 * The identifier is sent on unchanged to parsers that may read it differently. So it must equal its parsed and
 * serialized form, which excludes user information, fragments, backslashes, dot segments, spaces and default ports.
 * Scheme and host may be upper case: they are case-insensitive everywhere (RFC 3986 section 6.2.2.1; MCP 2025-11-25,
 * "Canonical Server URI"). A query must be the server's own or absent.
 */
function coversResource(resource: string, { origin, pathname, search }: URL): boolean {
  const rest = resource.slice(origin.length);
  // Some non-ASCII letters have an ASCII lower case: the Kelvin sign becomes "k".
  if (!/^[!-~]*$/.test(resource) || resource.slice(0, origin.length).toLowerCase() !== origin) return false;
  if (rest !== '' && !rest.startsWith('/')) return false;
  const named = new URL(origin + rest);
  if (named.pathname + named.search !== (rest || '/') || !['', search].includes(named.search)) return false;
  const within = (path: string) => `${path.replace(/\/$/, '')}/`;
  return within(pathname).startsWith(within(named.pathname));
}
