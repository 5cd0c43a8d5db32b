/**
 * Returns the URL if OAuth may use it: https, or http on loopback (RFC 8252 section 8.3), without user information and
 * fragment. Undefined otherwise, `javascript:` URLs included.
 */
export function secureUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  return secure && !url.username && !url.password && !url.hash ? url : undefined;
}

/** `localhost`, `127.0.0.0/8` or `::1`, in WHATWG URL's notation. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
