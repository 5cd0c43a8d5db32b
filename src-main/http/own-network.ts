import {
  assertAddressAllowed,
  assertUrlAllowed,
  isOfOwnNetwork,
  literalAddress,
  type AddressScope,
} from './address-policy.ts';
import { addressesOf, type Resolve } from './resolve.ts';

/** Whether a host is in the user's own network now, by all of its addresses. */
export async function isInOwnNetwork(url: URL, resolve: Resolve): Promise<boolean> {
  const addresses = await addressesOf(url, resolve);
  return addresses.length > 0 && addresses.every(isOfOwnNetwork);
}

/** Like `assertUrlAllowed`, with the scope as it is now: a server may have left the user's network. */
export async function assertUrlAllowedNow(url: URL, scope: AddressScope, resolve: Resolve): Promise<void> {
  const literal = literalAddress(url.hostname);
  assertUrlAllowed(url, literal ? await scopeNow(url, [literal], scope, resolve) : scope);
}

/** Like `assertAddressAllowed` for every address of a host, with the scope as it is now. */
export async function assertAddressesAllowed(
  addresses: readonly string[],
  target: URL,
  scope: AddressScope,
  resolve: Resolve,
): Promise<void> {
  const now = await scopeNow(target, addresses, scope, resolve);
  for (const address of addresses) assertAddressAllowed(address, target, now);
}

/** See `assertReachable` of `Outbound`. */
export async function assertReachable(url: URL, scope: AddressScope, resolve: Resolve): Promise<void> {
  if (typeof scope === 'string') return;
  await assertUrlAllowedNow(url, scope, resolve);
  await assertAddressesAllowed(await addressesOf(url, resolve), url, scope, resolve);
}

/**
 * Without the sign-in services, if the server for which they were allowed is not in the user's network now: nothing
 * that a server on the internet says leads into the network. Asked only where it makes a difference.
 */
async function scopeNow(
  { origin }: URL,
  addresses: readonly string[],
  scope: AddressScope,
  resolve: Resolve,
): Promise<AddressScope> {
  if (typeof scope === 'string' || !scope.signIn || origin === scope.origin) return scope;
  if (!addresses.some(isOfOwnNetwork)) return scope;
  if (await isInOwnNetwork(new URL(scope.origin), resolve)) return scope;
  return { kind: scope.kind, origin: scope.origin };
}
