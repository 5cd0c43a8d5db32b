import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { literalAddress } from './address-policy.ts';

/** How host names are resolved. Production uses the system's resolver; tests replace it. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** How long to wait, in milliseconds, for a lookup that only decides whether something is allowed. */
const longestWait = 2000;

/** The addresses of a host; none if the name does not resolve here, as internet names behind many proxies do not. */
export async function addressesOf({ hostname }: URL, resolve: Resolve): Promise<string[]> {
  const literal = literalAddress(hostname);
  if (literal) return [literal];
  const found = await new Promise<LookupAddress[]>((done) => {
    setTimeout(done, longestWait, []).unref();
    resolve(hostname, { all: true }, (error, addresses) => done(error ? [] : addresses));
  });
  return found.map(({ address }) => address);
}
