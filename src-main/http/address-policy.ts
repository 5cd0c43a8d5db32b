import ipaddr from 'ipaddr.js';
import { Fault } from '../fault.ts';

/**
 * What may be reached on behalf of a server: `public` for servers on the internet, whose metadata must never lead into
 * the local network; `loopback` for servers that a person runs on this computer, which may lead there too.
 */
export type AddressScope = 'public' | 'loopback';

/** The scope of a server by the address the person typed. */
export function scopeOf(url: URL): AddressScope {
  return isLoopbackName(url.hostname) ? 'loopback' : 'public';
}

/**
 * Throws `address_not_https`, `address_has_credentials` or `address_refused` where the URL may not be asked. Host names are judged
 * again by `judgeAddress`, once they are resolved.
 */
export function judgeUrl(url: URL, scope: AddressScope): void {
  const values = { host: url.host };
  const loopback = isLoopbackName(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new Fault('address_not_https', `${url.protocol}//${url.host} is not https`, { values });
  }
  if (url.username || url.password) {
    throw new Fault('address_has_credentials', `${url.host} comes with a user name or password`, { values });
  }
  if (loopback && scope !== 'loopback') throw refused(url.host);
  const literal = literalAddress(url.hostname);
  if (literal) judgeAddress(literal, url.host, scope);
}

/** Throws `address_refused` unless the address is public, or on this computer where the scope allows that. */
export function judgeAddress(address: string, host: string, scope: AddressScope): void {
  if (!ipaddr.isValid(address)) throw refused(host);
  const parsed = unwrapped(ipaddr.parse(address));
  const range = parsed.range();
  const allowed = range === 'loopback' ? scope === 'loopback' : range === 'unicast' && isGlobalUnicast(parsed);
  if (!allowed) throw refused(host);
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** IPv4 inside IPv6 (mapped, or NAT64) is judged as the IPv4 that it reaches. RFC 4291 section 2.5.5, RFC 6052. */
function unwrapped(address: Address): Address {
  if (address.kind() === 'ipv4') return address;
  const v6 = address as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress()) return v6.toIPv4Address();
  if (v6.match(ipaddr.IPv6.parseCIDR('64:ff9b::/96'))) return new ipaddr.IPv4(v6.toByteArray().slice(12));
  return v6;
}

/** ipaddr.js calls too much of IPv6 unicast: only 2000::/3 is handed out, and not all of it. IANA's registry. */
const notHandedOut = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((block) =>
  ipaddr.IPv6.parseCIDR(block),
);
const handedOut = ipaddr.IPv6.parseCIDR('2000::/3');

function isGlobalUnicast(address: Address): boolean {
  if (address.kind() === 'ipv4') return true;
  const v6 = address as ipaddr.IPv6;
  return v6.match(handedOut) && !notHandedOut.some((block) => v6.match(block));
}

function isLoopbackName(hostname: string): boolean {
  if (hostname === 'localhost') return true;
  const literal = literalAddress(hostname);
  return literal !== undefined && unwrapped(ipaddr.parse(literal)).range() === 'loopback';
}

function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}

function refused(host: string): Fault {
  return new Fault('address_refused', `${host} is not a public address`, { values: { host } });
}
