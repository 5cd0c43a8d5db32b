/**
 * In what alone two addresses differ that should be identical. `spelling`: equal after the normalisation of RFC 3986
 * sections 6.2.2 and 6.2.3 (case of scheme and host, default port, dot segments).
 */
export type AddressDifference = 'slash' | 'spelling' | 'scheme' | 'path';

/**
 * The only difference of two addresses, to name it: they stay different, as RFC 8414 section 3.3 and RFC 9728 section
 * 3.3 want them identical. Undefined if it is another one, or more than one.
 */
export function addressDifference(one: string, other: string): AddressDifference | undefined {
  if (!URL.canParse(one) || !URL.canParse(other)) return undefined;
  if (withoutSlash(one) === withoutSlash(other)) return 'slash';
  const [a, b] = [new URL(one), new URL(other)];
  if (a.href === b.href) return 'spelling';
  if (a.username || a.password || b.username || b.password || a.hash || b.hash) return undefined;
  const sameRest = withoutSlash(a.pathname) + a.search === withoutSlash(b.pathname) + b.search;
  if (a.origin === b.origin) return sameRest ? undefined : 'path';
  return a.host === b.host && sameRest && isWeb(a) && isWeb(b) ? 'scheme' : undefined;
}

const withoutSlash = (text: string): string => text.replace(/\/$/, '');
const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';
