import ipaddr from 'ipaddr.js';
import { Fault } from '../base/fault.ts';
import { isBadPort } from './bad-ports.ts';

/**
 * One origin (`https://host:port`) in the user's own network that they allowed for a server whose address they entered.
 *
 * Rules for callers: store origins (`allowedOrigin(url).origin`); ask only for the address the user entered, and pass
 * that address to `scopeOf`; ask once the address was refused with `address_refused` (at once for a literal, at the
 * first request for a name) and `allowedOrigin` does not throw. Metadata can never earn a permission by themselves: the
 * resulting scope reaches exactly this origin at a private address, the sign-in services that the user allowed for it
 * one by one, and public addresses; the scope of every other server lacks them. The origin stays https, so the peer
 * needs a certificate for its name: if DNS later points the name elsewhere in the network, the TLS handshake fails.
 */
export interface AllowedOrigin {
  kind: 'allowed_origin';
  origin: string;
  /**
   * The origins of sign-in services in the same network that the user allowed for this server, each by itself. They
   * count while the server itself is at a private address; undefined where it is not.
   */
  signIn?: ReadonlySet<string>;
}

/**
 * What may be reached on behalf of a server. `public`: servers on the internet, whose metadata must never lead into the
 * local network. `loopback`: servers that run on this computer, which may refer to loopback addresses too. Otherwise
 * one allowed origin in the user's own network.
 */
export type AddressScope = 'public' | 'loopback' | AllowedOrigin;

/**
 * The scope of a server, from the address that the user entered, the origins that they allowed, and those of sign-in
 * services that they allowed for this server.
 */
export function scopeOf(
  url: URL,
  allowedOrigins: ReadonlySet<string> = new Set(),
  signIn?: ReadonlySet<string>,
): AddressScope {
  if (isLoopbackName(url.hostname)) return 'loopback';
  if (!allowedOrigins.has(url.origin)) return 'public';
  return { kind: 'allowed_origin', origin: url.origin, ...(signIn && { signIn }) };
}

/**
 * What the user allows along with the address of a server in their own network. Throws what `assertUrlAllowed` throws,
 * `address_refused` included for addresses that cannot be allowed: this computer (its own names need no permission),
 * link-local and other addresses of cloud metadata services, and reserved addresses.
 */
export function allowedOrigin(url: URL): AllowedOrigin {
  const scope: AllowedOrigin = { kind: 'allowed_origin', origin: url.origin };
  assertUrlAllowed(url, scope);
  return scope;
}

/**
 * Throws `address_not_https`, `address_has_credentials`, `port_refused` or `address_refused` if the URL must not be
 * requested. `assertAddressAllowed` checks host names again after DNS resolution.
 */
export function assertUrlAllowed(url: URL, scope: AddressScope): void {
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
  if (literal) assertAddressAllowed(literal, url, scope);
}

/**
 * Throws `address_refused` unless the resolved address of `url`'s host is public, or is loopback or private and the
 * scope allows that.
 */
export function assertAddressAllowed(address: string, { host, origin }: URL, scope: AddressScope): void {
  if (!ipaddr.isValid(address)) throw refused(host);
  const parsed = unwrapped(ipaddr.parse(address));
  const range = parsed.range();
  if (ofPlatform.has(parsed.toNormalizedString())) throw refused(host);
  if (range === 'loopback' && scope === 'loopback') return;
  if (ownNetwork.has(range)) return assertOriginAllowed({ host, origin }, scope);
  if (range !== 'unicast' || !isGlobalUnicast(parsed)) throw refused(host);
}

function assertOriginAllowed({ host, origin }: Pick<URL, 'host' | 'origin'>, scope: AddressScope): void {
  if (typeof scope === 'string') throw refused(host, { origin });
  if (scope.origin === origin || scope.signIn?.has(origin)) return;
  throw refused(host, scope.signIn && { origin, forServer: scope.origin, reason: 'sign_in_service' });
}

/** Whether an address is one of a user's own network, which they can allow. */
export function isOfOwnNetwork(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = unwrapped(ipaddr.parse(address));
  return ownNetwork.has(parsed.range()) && !ofPlatform.has(parsed.toNormalizedString());
}

/**
 * Cloud metadata services hand out credentials at these addresses, which are not link-local: Azure's is public,
 * Alibaba's in the shared range, Amazon's and Google's in IPv6. Always refused, like link-local addresses.
 */
const ofPlatform: ReadonlySet<string> = new Set(
  ['168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254'].map((address) =>
    ipaddr.parse(address).toNormalizedString(),
  ),
);

/** Private addresses, and the shared range that overlay networks between a user's own computers use (RFC 6598). */
const ownNetwork: ReadonlySet<string> = new Set(['private', 'uniqueLocal', 'carrierGradeNat']);

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * IPv4 inside IPv6 (mapped, or NAT64) is judged as the IPv4 address that it reaches. RFC 4291 section 2.5.5, RFC 6052.
 */
function unwrapped(address: Address): Address {
  if (address.kind() === 'ipv4') return address;
  const v6 = address as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress()) return v6.toIPv4Address();
  if (v6.match(ipaddr.IPv6.parseCIDR('64:ff9b::/96'))) return new ipaddr.IPv4(v6.toByteArray().slice(12));
  return v6;
}

/** ipaddr.js classes too much of IPv6 as unicast: IANA has allocated only 2000::/3, and not all of it. */
const notHandedOut = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((block) =>
  ipaddr.IPv6.parseCIDR(block),
);
const handedOut = ipaddr.IPv6.parseCIDR('2000::/3');

function isGlobalUnicast(address: Address): boolean {
  if (address.kind() === 'ipv4') return true;
  const v6 = address as ipaddr.IPv6;
  return v6.match(handedOut) && !notHandedOut.some((block) => v6.match(block));
}

/** Whether a host name means this computer, in any notation. */
export function isLoopbackName(hostname: string): boolean {
  if (hostname === 'localhost') return true;
  const literal = literalAddress(hostname);
  return literal !== undefined && unwrapped(ipaddr.parse(literal)).range() === 'loopback';
}

/** Names that resolve to this computer everywhere, in browsers above all. RFC 6761 section 6.3. */
function isLocalName(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/.test(hostname);
}

/** The IP address, without brackets, if the host name is a literal. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}

/** `origin`: what the user could allow instead; `forServer`: the origin of the server that it would be allowed for. */
function refused(host: string, allowable: { origin?: string; forServer?: string; reason?: string } = {}): Fault {
  return new Fault('address_refused', `${host} is not a public address`, { values: { host, ...allowable } });
}
