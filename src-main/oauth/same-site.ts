import { isLoopbackHost } from '../../src-preload/contract/secure-url.ts';

/**
 * Whether two addresses are same-site: the same registrable domain by the public suffix list including its private
 * part, so that two customers of one hosting company are two sites. IP addresses and `localhost` are compared as hosts.
 * Ports are ignored, as in the HTML standard (https://html.spec.whatwg.org/multipage/browsers.html#same-site).
 */
export async function isSameSite(one: URL, other: URL): Promise<boolean> {
  if (isSameHost(one, other)) return true;
  const [a, b] = [hostnameOf(one), hostnameOf(other)];
  if (isLoopbackHost(a) || isLoopbackHost(b)) return false;
  // Imported on demand: the public suffix list is large, and most authorization servers use one host.
  const { getDomain } = await import('tldts');
  // An IP address has no domain.
  const site = getDomain(a, { allowPrivateDomains: true });
  return site !== null && site === getDomain(b, { allowPrivateDomains: true });
}

/** Whether two addresses have the same host, ignoring ports. */
export function isSameHost(one: URL, other: URL): boolean {
  return hostnameOf(one) === hostnameOf(other);
}

/** Strips the trailing dot of a fully qualified name: it names the same host (RFC 1034 section 3.1). */
function hostnameOf({ hostname }: URL): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
}
