/** The scope tokens in order, without duplicates. RFC 6749 section 3.3. */
export function parseScope(scope: string | undefined): string[] {
  return [...new Set(scope?.split(' ').filter(Boolean))];
}

/**
 * The same for text from a server, keeping only valid scope tokens (RFC 6749 section 3.3): it is shown to users and
 * sent in requests.
 */
export function parseForeignScope(scope: string | undefined): string[] {
  return parseScope(scope)
    .filter((token) => /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(token))
    .slice(0, 100);
}

/**
 * The scopes that a server says it granted, or that it wants: separated by spaces, as RFC 6749 section 3.3 says, or by
 * commas (GitHub, Slack, Linear), or by plus signs that were encoded for a form.
 */
export function parseToldScope(scope: string | undefined): string[] {
  const told = scope?.trim() ?? '';
  const spaced = /^[^\s,+]+(\+[a-z][^\s,+]*)+$/i.test(told) ? told.replaceAll('+', ' ') : told;
  return parseForeignScope(spaced.replaceAll(/[\s,]+/g, ' '));
}

interface ScopeSources {
  /** `scope` of the challenge. */
  challenged: string | undefined;
  /** `scopes_supported` of the protected resource. */
  resource: string[] | undefined;
  /** `scopes_supported` of the authorization server. */
  authorizationServer: string[] | undefined;
}

/**
 * The scope to request: the challenge's, else all of the resource's, else none (MCP 2025-11-25), valid tokens only.
 * `offline_access` is added only if the authorization server lists it (MCP 2026-07-28).
 */
export function scopeToRequest(sources: ScopeSources): string {
  const offline = addsOfflineAccess(sources) ? [offlineAccess] : [];
  return parseScope([...namedScopes(sources), ...offline].join(' ')).join(' ');
}

/** Whether `scopeToRequest` adds `offline_access` by itself. */
export function addsOfflineAccess(sources: ScopeSources): boolean {
  const isListed = sources.authorizationServer?.includes(offlineAccess) === true;
  return isListed && !namedScopes(sources).includes(offlineAccess);
}

export function withoutOfflineAccess(scope: string): string {
  return parseScope(scope)
    .filter((token) => token !== offlineAccess)
    .join(' ');
}

const offlineAccess = 'offline_access';

function namedScopes({ challenged, resource }: ScopeSources): string[] {
  return parseForeignScope(challenged ?? resource?.join(' '));
}

/** The scope for a step-up: the granted scopes, then the new ones, without duplicates. MCP 2026-07-28. */
export function unionOfScopes(granted: string, asked: string): string {
  return parseScope(`${granted} ${asked}`).join(' ');
}

/** The scopes that were requested but not granted, in the order of the request. */
export function missingScopes(granted: string, asked: string): string[] {
  const given = new Set(parseScope(granted));
  return parseScope(asked).filter((scope) => !given.has(scope));
}
