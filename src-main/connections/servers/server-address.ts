import { understandAddress } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import { assertUrlAllowed, scopeOf } from '../../http/address-policy.ts';

/** In characters, as entered and as serialized: every stored address can be entered and imported again. */
const longestAddress = 2048;
/** With what was pasted around it. */
const longestPasted = 4096;

/**
 * Parses an address that the user entered, as `understandAddress` reads it. `isAllowed`: whether the user allowed an
 * origin in their own network. Throws `address_invalid`, `address_not_https`, `address_has_credentials`,
 * `port_refused`, `address_refused`.
 */
export function parseServerAddress(typed: string, isAllowed: (origin: string) => boolean = () => false): URL {
  const understood = typed.length <= longestPasted ? understandAddress(typed) : undefined;
  const long = typed.trim().length > longestAddress && !understood?.notes.includes('extracted');
  const url = understood && !long ? new URL(understood.url) : undefined;
  if (!url || url.href.length > longestAddress || !looksLikeHost(url.hostname))
    throw new Fault('address_invalid', 'what was typed is no web address');
  assertUrlAllowed(url, scopeOf(url, new Set(isAllowed(url.origin) ? [url.origin] : [])));
  return url;
}

/** A single word is a valid host name for URL parsers, but usually a typing error. */
function looksLikeHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.startsWith('[') || hostname.includes('.');
}

/** The default name of a server: `mcp.linear.app` becomes Linear. */
export function nameFromAddress(url: URL): string {
  const labels = url.hostname.split('.').filter((label) => !['mcp', 'www', 'api'].includes(label));
  const [label] = labels;
  if (!label || labels.length < 2 || /^[\d.[]/.test(url.hostname)) return url.host;
  return label.charAt(0).toUpperCase() + label.slice(1);
}
