import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { assertAddressAllowed, literalAddress, type AddressScope } from './address-policy.ts';

/** How host names are resolved. Production uses the system's resolver; tests replace it. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves the host of `target` once and judges every address: one forbidden address refuses the whole lookup. The
 * connection uses the judged addresses, so a second answer of a rebinding resolver has no effect. Literals do not reach
 * this function; `assertUrlAllowed` has checked them.
 */
export function guardedLookup(target: URL, scope: AddressScope, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      try {
        if (error) throw error;
        for (const { address } of addresses) assertAddressAllowed(address, target, scope);
        if (options.all) done(null, addresses);
        else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
      } catch (refusal) {
        done(refusal as Error, []);
      }
    });
  };
}

/** How long to wait, in milliseconds, for the local lookup of a name that the proxy will resolve. */
const longestWait = 2000;

/**
 * Judges a name that a proxy will resolve, if it resolves locally too; behind a proxy, internet names often do not.
 * Throws `address_refused`.
 */
export async function assertNameAllowed(target: URL, scope: AddressScope, resolve: Resolve): Promise<void> {
  if (literalAddress(target.hostname)) return;
  const addresses = await new Promise<LookupAddress[]>((done) => {
    setTimeout(done, longestWait, []).unref();
    resolve(target.hostname, { all: true }, (error, found) => done(error ? [] : found));
  });
  for (const { address } of addresses) assertAddressAllowed(address, target, scope);
}
