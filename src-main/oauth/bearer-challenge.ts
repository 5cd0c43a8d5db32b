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

// RFC 9110 section 11.2: auth-scheme, then token68 or a list of parameters, each a token or a quoted string.
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const schemePattern = new RegExp(`[\\s,]*(${token})(?=[\\s,]|$)`, 'y');
const parameterPattern = new RegExp(
  `[\\s,]*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))(?=[\\s,]|$)`,
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

function* challenges(header: string): Generator<{ scheme: string; parameters: Map<string, string> }> {
  let position = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(header);
    if (found) position = pattern.lastIndex;
    return found;
  };
  for (let scheme = match(schemePattern); scheme; scheme = match(schemePattern)) {
    const parameters = new Map<string, string>();
    let parameter = match(parameterPattern);
    if (!parameter) match(token68Pattern);
    for (; parameter; parameter = match(parameterPattern)) {
      const [, name = '', quoted, plain = ''] = parameter;
      const key = name.toLowerCase();
      if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/gs, '$1') ?? plain);
    }
    yield { scheme: (scheme[1] ?? '').toLowerCase(), parameters };
  }
}

function pick<Key extends keyof BearerChallenge>(
  parameters: Map<string, string>,
  from: string,
  to: Key,
): Pick<BearerChallenge, Key> | undefined {
  const value = parameters.get(from);
  return value ? ({ [to]: value } as Pick<BearerChallenge, Key>) : undefined;
}
