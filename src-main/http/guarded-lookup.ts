import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { literalAddress, type AddressScope } from './address-policy.ts';
import { assertAddressesAllowed } from './own-network.ts';
import { addressesOf, type Resolve } from './resolve.ts';

/**
 * Resolves the host of `target` once and judges every address: one forbidden address refuses the whole lookup. The
 * connection uses the judged addresses, so a second answer of a rebinding resolver has no effect. Literals do not reach
 * this function; `assertUrlAllowedNow` has checked them.
 */
export function guardedLookup(target: URL, scope: AddressScope, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      const judged = callbackify(async () => {
        if (error) throw error;
        if (found.length === 0) throw new Error(`${host} resolves to no address`);
        await assertAddressesAllowed(
          found.map(({ address }) => address),
          target,
          scope,
          resolve,
        );
      });
      judged((refusal) => {
        if (refusal) done(refusal, []);
        else if (options.all) done(null, found);
        else done(null, found[0]?.address ?? '', found[0]?.family);
      });
    });
  };
}

/**
 * Judges a name that a proxy will resolve, if it resolves locally too; behind a proxy, internet names often do not.
 * Throws `address_refused`.
 */
export async function assertNameAllowed(target: URL, scope: AddressScope, resolve: Resolve): Promise<void> {
  if (literalAddress(target.hostname)) return;
  await assertAddressesAllowed(await addressesOf(target, resolve), target, scope, resolve);
}
