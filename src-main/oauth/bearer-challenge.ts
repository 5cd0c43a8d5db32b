/** What a protected resource requires of a token. RFC 6750 section 3, RFC 9728 section 5.1, RFC 9449 section 7.1. */
export interface BearerChallenge {
  /** The resource accepts only DPoP-bound tokens. */
  dpop?: true;
  resourceMetadata?: string;
  scope?: string;
  error?: string;
  errorDescription?: string;
}

const longestHeader = 16_384;

// RFC 9110 section 11.2: auth-scheme, then token68 or a list of parameters, each a token or a quoted string. Servers in
// use also write single quotes, escaped quotes or none around a value, and semicolons or nothing between parameters.
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const next = '(?=[\\s,;]|$)';
const schemePattern = new RegExp(`[\\s,;]*(${token}):?${next}`, 'y');
const parameterPattern = new RegExp(
  `[\\s,;]*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)'|\\\\"([^"\\\\]*)\\\\"|([^\\s,;"=\\\\][^\\s,;"]*))${next}`,
  'ys',
);
const token68Pattern = /\s*[0-9A-Za-z\-._~+/]+=*(?=\s*(?:,|$))/y;

/**
 * Parses the first Bearer challenge of a `WWW-Authenticate` header, which may hold several of any scheme; without one,
 * the first DPoP challenge, as a resource that accepts both can be asked with Bearer. Everything after a malformed part
 * is ignored, and the first of a repeated parameter is used: a challenge is only a hint where to look, and what it
 * leads to is validated by itself.
 */
export function parseBearerChallenge(header: string | null): BearerChallenge | undefined {
  if (header === null || header.length > longestHeader) return undefined;
  const known = [...challenges(header)].filter(({ scheme }) => scheme === 'bearer' || scheme === 'dpop');
  const chosen = known.find(({ scheme }) => scheme === 'bearer') ?? known[0];
  if (!chosen) return undefined;
  const { scheme, parameters } = chosen;
  return {
    ...(scheme === 'dpop' && { dpop: true }),
    ...pick(parameters, 'resource_metadata', 'resourceMetadata'),
    ...pick(parameters, 'scope', 'scope'),
    ...pick(parameters, 'error', 'error'),
    ...pick(parameters, 'error_description', 'errorDescription'),
  };
}

/** Whether a `WWW-Authenticate` header asks for user and password (RFC 7617) and for no token. */
export function asksBasic(header: string | null): boolean {
  if (header === null || header.length > longestHeader || parseBearerChallenge(header)) return false;
  return [...challenges(header)].some(({ scheme }) => scheme === 'basic');
}

/** RFC 9728 section 5.1, and two names that servers in use give it. */
const metadataNames: ReadonlySet<string> = new Set([
  'resource_metadata',
  'resource_metadata_uri',
  'resource_metadata_url',
]);
const mostAnnounced = 4;

/**
 * Every address of resource metadata that a `WWW-Authenticate` header names, in whatever challenge, at most four: RFC
 * 9728 section 5.1 allows the parameter with any scheme, and servers in use repeat it.
 */
export function announcedMetadata(header: string | null): string[] {
  if (header === null || header.length > longestHeader) return [];
  const named = [...challenges(header)].flatMap(({ all }) =>
    all.filter(([name]) => metadataNames.has(name)).map(([, value]) => value.trim().replace(/^<(.*)>$/, '$1')),
  );
  return [...new Set(named)].filter(Boolean).slice(0, mostAnnounced);
}

interface Challenge {
  scheme: string;
  /** The first of each name. */
  parameters: Map<string, string>;
  all: [name: string, value: string][];
}

function* challenges(header: string): Generator<Challenge> {
  let position = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(header);
    if (found) position = pattern.lastIndex;
    return found;
  };
  const readParameters = (): Challenge['all'] => {
    const all: Challenge['all'] = [];
    for (let found = match(parameterPattern); found; found = match(parameterPattern)) {
      const [, name = '', quoted, ...others] = found;
      const value = quoted?.replace(/\\(.)/gs, '$1') ?? others.find((other) => other !== undefined) ?? '';
      all.push([name.toLowerCase(), value]);
    }
    return all;
  };
  // Some servers leave the scheme out.
  const withoutScheme = readParameters();
  if (withoutScheme.length > 0) yield challenge('', withoutScheme);
  for (let scheme = match(schemePattern); scheme; scheme = match(schemePattern)) {
    const all = readParameters();
    if (all.length === 0) match(token68Pattern);
    yield challenge((scheme[1] ?? '').toLowerCase(), all);
  }
}

function challenge(scheme: string, all: Challenge['all']): Challenge {
  return { scheme, parameters: new Map(all.toReversed()), all };
}

function pick<Key extends keyof BearerChallenge>(
  parameters: Map<string, string>,
  from: string,
  to: Key,
): Pick<BearerChallenge, Key> | undefined {
  const value = parameters.get(from);
  return value ? ({ [to]: value } as Pick<BearerChallenge, Key>) : undefined;
}
