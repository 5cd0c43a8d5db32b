/** Scope tokens in order, each once. RFC 6749 section 3.3. */
export function parseScope(scope: string | undefined): string[] {
  return [...new Set(scope?.split(' ').filter(Boolean))];
}

/**
 * The same for what a server says, where only what can be a scope token is taken (RFC 6749 section 3.3): it is shown to
 * people and goes into requests.
 */
export function parseForeignScope(scope: string | undefined): string[] {
  return parseScope(scope)
    .filter((token) => /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(token))
    .slice(0, 100);
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
 * What to ask for: the challenge is authoritative, else all of the resource's scopes, else none at all (MCP
 * 2025-11-25), as far as they can be scopes. `offline_access` is added only where the authorization server lists it (MCP 2026-07-28).
 */
export function scopeToRequest({ challenged, resource, authorizationServer }: ScopeSources): string {
  const scopes = parseForeignScope(challenged ?? resource?.join(' '));
  const offline = authorizationServer?.includes('offline_access') ? ['offline_access'] : [];
  return parseScope([...scopes, ...offline].join(' ')).join(' ');
}

/** What to ask for when more is wanted: what there is already, then the new, each once. MCP 2026-07-28, step-up. */
export function unionOfScopes(granted: string, asked: string): string {
  return parseScope(`${granted} ${asked}`).join(' ');
}

/** What was asked for and not given, in the order of asking. */
export function missingScopes(granted: string, asked: string): string[] {
  const given = new Set(parseScope(granted));
  return parseScope(asked).filter((scope) => !given.has(scope));
}
