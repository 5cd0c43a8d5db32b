import ipaddr from 'ipaddr.js';
import { Fault } from '../fault.ts';
import { isBadPort } from './bad-ports.ts';

/**
 * One place in a person's own network that they allowed for a server they typed in, as `https://host:port`.
 *
 * Whoever keeps such permissions keeps origins (`allowedOrigin(url).origin`), asks for them only on behalf of the address a
 * person typed, and hands them to `scopeOf` with that address. The time to ask is when that address was answered with
 * `address_refused` (at once for a literal, by the first request for a name) and `allowedOrigin` does not throw. A permission is never one for metadata: the scope it makes
 * reaches that very origin at a private address, and besides it public addresses alone; the scope of any other server does
 * not have it. The origin stays bound to https, and so to a certificate for its name: a name that is allowed and then points
 * somewhere else in the network reaches nobody who could answer for it.
 */
export interface AllowedOrigin {
  kind: 'allowed_origin';
  origin: string;
}

/**
 * What may be reached on behalf of a server: `public` for servers on the internet, whose metadata must never lead into
 * the local network; `loopback` for servers that a person runs on this computer, which may lead there too; or one origin
 * of the person's own network.
 */
export type AddressScope = 'public' | 'loopback' | AllowedOrigin;

/** The scope of a server by the address the person typed, and the origins they allowed. */
export function scopeOf(url: URL, allowedOrigins: ReadonlySet<string> = new Set()): AddressScope {
  if (isLoopbackName(url.hostname)) return 'loopback';
  return allowedOrigins.has(url.origin) ? { kind: 'allowed_origin', origin: url.origin } : 'public';
}

/**
 * What a person allows with the address of a server in their own network. Throws what `judgeUrl` throws, `address_refused`
 * among it for what nobody can allow: this computer (which needs no permission under its own names), link-local addresses
 * and others where clouds keep their credentials, and the reserved ones.
 */
export function allowedOrigin(url: URL): AllowedOrigin {
  const scope: AllowedOrigin = { kind: 'allowed_origin', origin: url.origin };
  judgeUrl(url, scope);
  return scope;
}

/**
 * Throws `address_not_https`, `address_has_credentials`, `port_refused` or `address_refused` where the URL may not be asked. Host names are judged
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
  if (isBadPort(url.port)) {
    throw new Fault('port_refused', `port ${url.port} of ${url.hostname} is not for the web`, { values });
  }
  if ((loopback || isLocalName(url.hostname)) && scope !== 'loopback') throw refused(url.host);
  const literal = literalAddress(url.hostname);
  if (literal) judgeAddress(literal, url, scope);
}

/**
 * Throws `address_refused` unless the address that the host of `url` stands for is public, on this computer, or in the
 * person's own network, where the scope allows these.
 */
export function judgeAddress(address: string, { host, origin }: URL, scope: AddressScope): void {
  if (!ipaddr.isValid(address)) throw refused(host);
  const parsed = unwrapped(ipaddr.parse(address));
  const range = parsed.range();
  if (ofPlatform.has(parsed.toNormalizedString())) throw refused(host);
  if (range === 'loopback' && scope === 'loopback') return;
  if (ownNetwork.has(range) && typeof scope === 'object' && scope.origin === origin) return;
  if (ownNetwork.has(range)) throw refused(host, origin);
  if (range !== 'unicast' || !isGlobalUnicast(parsed)) throw refused(host);
}

/**
 * Where clouds answer the machines they run, with credentials among it, at addresses that are not link-local: Azure's public
 * one, Alibaba's in the shared range, Amazon's and Google's in IPv6. Refused like link-local addresses, to everyone.
 */
const ofPlatform: ReadonlySet<string> = new Set(
  ['168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254'].map((address) =>
    ipaddr.parse(address).toNormalizedString(),
  ),
);

/** Private addresses, and those of the overlay networks that people build between their own computers (RFC 6598). */
const ownNetwork: ReadonlySet<string> = new Set(['private', 'uniqueLocal', 'carrierGradeNat']);

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

/** Whether a host name is this computer's own, in whichever notation. */
export function isLoopbackName(hostname: string): boolean {
  if (hostname === 'localhost') return true;
  const literal = literalAddress(hostname);
  return literal !== undefined && unwrapped(ipaddr.parse(literal)).range() === 'loopback';
}

/** Names that stand for this computer wherever they are resolved, in browsers most of all. RFC 6761 section 6.3. */
function isLocalName(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/.test(hostname);
}

/** The address where the host name is one by itself, without brackets. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}

/** `origin`: what a person could allow. */
function refused(host: string, origin?: string): Fault {
  const values = { host, ...(origin !== undefined && { origin }) };
  return new Fault('address_refused', `${host} is not a public address`, { values });
}
