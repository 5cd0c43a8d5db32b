import { Fault, isFault } from '../fault.ts';
import type { BearerChallenge } from './bearer-challenge.ts';
import type { Fetch } from './fetch.ts';
import { jsonAnswer, stringList, type JsonRecord } from './json-answer.ts';
import { preferredAnswer } from './preferred-answer.ts';
import { secureUrl } from './secure-url.ts';

/** Who protects a resource. RFC 9728 section 2; only what Keyfob uses. */
export interface ProtectedResourceMetadata {
  /** Exactly as the metadata has it: this is what goes into every `resource` parameter (RFC 8707). */
  resource: string;
  authorizationServers: string[];
  scopesSupported?: string[];
  resourceName?: string;
  /** It takes only tokens that are bound to a key. RFC 9728 section 2, `dpop_bound_access_tokens_required`. */
  dpopRequired?: true;
}

/**
 * Reads who protects `serverUrl`: where its challenge points first, else the two well-known places (with the path,
 * then at the root; MCP 2025-11-25). Undefined where there is none at all, as with servers of MCP 2025-03-26.
 * Throws `resource_mismatch` where the metadata speaks of another server, and network faults as they are.
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
  // "None there" is an answer. Anything else that stood in the way is the better explanation.
  const obstacle = reasons.find((reason) => !isFault(reason, 'http_error', 'answer_not_json'));
  if (obstacle) throw obstacle;
  return undefined;
}

/** RFC 9728 section 3.1: inserted between host and path; MCP also looks at the root. */
export function resourceMetadataUrls(serverUrl: URL): string[] {
  const path = serverUrl.pathname.replace(/\/$/, '');
  const wellKnown = '/.well-known/oauth-protected-resource';
  return [
    ...new Set([new URL(wellKnown + path + serverUrl.search, serverUrl).href, new URL(wellKnown, serverUrl).href]),
  ];
}

function readMetadata(json: JsonRecord, serverUrl: URL): ProtectedResourceMetadata {
  const { resource } = json;
  if (typeof resource !== 'string' || !speaksOf(resource, serverUrl)) {
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
 * Whether a resource identifier covers the server: the server's own origin, alone or with a path that the server's path is at
 * or below. RFC 9728 section 3.3 wants equality; servers in use name their origin alone or differ by a trailing slash, and
 * neither lets a token reach another host.
 *
 * The identifier is sent on as it is written, to parsers that may read it otherwise than this one. So the text has to be what
 * the URL parser makes of it, which leaves no room for user information, fragments, backslashes, dot segments, spaces or a
 * default port. Scheme and host may be in capitals: those count for the same everywhere (RFC 3986 section 6.2.2.1; MCP
 * 2025-11-25, "Canonical Server URI"). A query is the server's own or none.
 */
function speaksOf(resource: string, { origin, pathname, search }: URL): boolean {
  const rest = resource.slice(origin.length);
  // Letters beyond ASCII have small forms within it: the Kelvin sign's is "k".
  if (!/^[!-~]*$/.test(resource) || resource.slice(0, origin.length).toLowerCase() !== origin) return false;
  if (rest !== '' && !rest.startsWith('/')) return false;
  const named = new URL(origin + rest);
  if (named.pathname + named.search !== (rest || '/') || !['', search].includes(named.search)) return false;
  const within = (path: string) => `${path.replace(/\/$/, '')}/`;
  return within(pathname).startsWith(within(named.pathname));
}
