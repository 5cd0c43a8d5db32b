import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { judgeAddress, literalAddress, type AddressScope } from './address-policy.ts';

/** How host names become addresses; the system's way, but for tests. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves the host of `target` once and judges every address: one bad among several refuses all. What was judged is what is
 * dialled: a second answer of a rebinding resolver is never asked for. Literals do not come by here; judgeUrl has seen them.
 */
export function judgedLookup(target: URL, scope: AddressScope, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      try {
        if (error) throw error;
        for (const { address } of addresses) judgeAddress(address, target, scope);
        if (options.all) done(null, addresses);
        else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
      } catch (refusal) {
        done(refusal as Error, []);
      }
    });
  };
}

/** How long a name that somebody else dials may take to resolve here, in milliseconds. */
const longestWait = 2000;

/**
 * Judges a name that a proxy will resolve by itself, as far as it resolves here too: behind a proxy, names of the internet
 * often do not. Throws `address_refused`.
 */
export async function judgeName(target: URL, scope: AddressScope, resolve: Resolve): Promise<void> {
  if (literalAddress(target.hostname)) return;
  const addresses = await new Promise<LookupAddress[]>((done) => {
    setTimeout(done, longestWait, []).unref();
    resolve(target.hostname, { all: true }, (error, found) => done(error ? [] : found));
  });
  for (const { address } of addresses) judgeAddress(address, target, scope);
}
