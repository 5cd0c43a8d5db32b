import { understandAddress } from '../../src-preload/contract.ts';

/** Whether this may be a complete address: a loopback host, an IP address, or a name with a top-level domain. */
export function isWholeAddress(entered: string): boolean {
  const text = readable(entered);
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (/\s/.test(text) || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  // A URL parser would take the first part of an IP address for the whole.
  if (/^[\d.]+$/.test(hostname)) return text.includes(hostname);
  return /^(?:localhost|\[.+\])$|\.[a-z-]{2,}[a-z\d-]*$/.test(hostname);
}

/** As it was understood, unless it may still be typed: as a URL, the beginning of an IP address is another one. */
function readable(entered: string): string {
  const understood = /^[\w.-]+(?::\d+)?(?:\/|$)/.test(entered) ? undefined : understandAddress(entered);
  return understood && understood.notes.length > 0 ? understood.url : entered;
}
