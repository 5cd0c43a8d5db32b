/** Whether this may be all of an address: a host of this computer, a number, or a name that ends as names on the internet do. */
export function isWholeAddress(text: string): boolean {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (/\s/.test(text) || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  // A parser takes the first digit of a number for all of it.
  if (/^[\d.]+$/.test(hostname)) return text.includes(hostname);
  return /^(?:localhost|\[.+\])$|\.[a-z-]{2,}[a-z\d-]*$/.test(hostname);
}
