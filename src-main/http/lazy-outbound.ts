import { lookup } from 'node:dns';
import type { AddressScope } from './address-policy.ts';
import type { ClosableOutbound, GuardedFetch, OutboundOptions, ServerOutbound } from './guarded-fetch.ts';
import { assertReachable, assertUrlAllowedNow, isInOwnNetwork } from './own-network.ts';

/**
 * Creates the outbound of a scope at the first request, because the HTTP library is most of the main process's code.
 * After `close`, the next request creates it again, with the certificate authorities trusted by then.
 *
 * @param userAgent - The `User-Agent` of every request that has no other (RFC 9110 section 10.1.5): some gateways
 *   refuse requests without one, or with that of a library.
 */
export function lazyOutbound(scope: AddressScope, userAgent: string, options?: OutboundOptions): ClosableOutbound {
  const resolve = options?.resolve ?? lookup;
  let created: Promise<ClosableOutbound> | undefined;
  const lazyFetch =
    (choose: (outbound: ServerOutbound) => GuardedFetch): GuardedFetch =>
    async (url, init) => {
      const headers = new Headers(init?.headers);
      if (!headers.has('user-agent')) headers.set('user-agent', userAgent);
      created ??= import('./guarded-fetch.ts').then(({ createOutbound }) => createOutbound(scope, options));
      return choose(await created)(url, { ...init, headers });
    };
  return {
    metadata: lazyFetch(({ metadata }) => metadata),
    token: lazyFetch(({ token }) => token),
    session: lazyFetch(({ session }) => session),
    agents: {
      requests: lazyFetch(({ agents }) => agents.requests),
      streams: lazyFetch(({ agents }) => agents.streams),
      messages: lazyFetch(({ agents }) => agents.messages),
    },
    close(streams) {
      const previous = created;
      created = undefined;
      previous?.then(
        (outbound) => outbound.close(streams),
        () => undefined,
      );
    },
    assertAllowed: (url) => assertUrlAllowedNow(url, scope, resolve),
    assertReachable: (url) => assertReachable(url, scope, resolve),
    isInOwnNetwork: (url) => isInOwnNetwork(url, resolve),
  };
}
