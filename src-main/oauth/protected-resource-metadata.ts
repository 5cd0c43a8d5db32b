import { Fault, isFault } from '../base/fault.ts';
import type { BearerChallenge } from './bearer-challenge.ts';
import type { Fetch } from './fetch.ts';
import { jsonAnswer, stringList, type JsonRecord } from './json-answer.ts';
import { preferredAnswer } from './preferred-answer.ts';
import { secureUrl } from './secure-url.ts';

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

/**
 * Fetches the metadata for `serverUrl`: from the challenge's URL first, else from the two well-known URLs (with the
 * path, then at the root; MCP 2025-11-25). Undefined if there is none, as with servers of MCP 2025-03-26. Throws
 * `resource_mismatch` if the metadata is for another resource, and network faults unchanged.
 */
export async function fetchProtectedResourceMetadata(
  serverUrl: URL,
  challenge: BearerChallenge | undefined,
  fetch: Fetch,
): Promise<ProtectedResourceMetadata | undefined> {
  const ask = async (url: string, signal: AbortSignal) =>
    jsonAnswer(await fetch(url, { headers: { accept: 'application/json' }, signal }), url);

  const announced = secureUrl(challenge?.resourceMetadata)?.href;
  const reasons: unknown[] = [];
  const wellKnown = resourceMetadataUrls(serverUrl);
  for (const candidates of announced ? [[announced], wellKnown] : [wellKnown]) {
    try {
      return readMetadata(await preferredAnswer(candidates, ask), serverUrl);
    } catch (error) {
      if (!(error instanceof AggregateError)) throw error;
      reasons.push(...error.errors);
    }
  }
  // A 404 or non-JSON answer means "no metadata". Any other failure explains more, so throw that.
  const obstacle = reasons.find((reason) => !isFault(reason, 'http_error', 'answer_not_json'));
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

function readMetadata(json: JsonRecord, serverUrl: URL): ProtectedResourceMetadata {
  const { resource } = json;
  if (typeof resource !== 'string' || !coversResource(resource, serverUrl)) {
    throw new Fault('resource_mismatch', `metadata of ${serverUrl.host} names another resource`, {
      values: { host: serverUrl.host, resource: typeof resource === 'string' ? resource.slice(0, 200) : '' },
    });
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
