/**
 * The URL where it is one that OAuth may use: https, or http on this very computer (RFC 8252 section 8.3), without
 * user information and fragment. Undefined otherwise, `javascript:` and the like included.
 */
export function secureUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  return secure && !url.username && !url.password && !url.hash ? url : undefined;
}

/** `localhost`, `127.0.0.0/8` or `::1`, as WHATWG URL writes host names. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
