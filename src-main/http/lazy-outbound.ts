import { assertUrlAllowed, type AddressScope } from './address-policy.ts';
import type { ClosableOutbound, GuardedFetch, OutboundOptions } from './guarded-fetch.ts';

/**
 * Creates the outbound of a scope at the first request, because the HTTP library is most of the main process's code.
 * After `close`, the next request creates it again, with the certificate authorities trusted by then.
 */
export function lazyOutbound(scope: AddressScope, options?: OutboundOptions): ClosableOutbound {
  let created: Promise<ClosableOutbound> | undefined;
  const lazyFetch =
    (name: 'metadata' | 'token' | 'session'): GuardedFetch =>
    async (url, init) => {
      created ??= import('./guarded-fetch.ts').then(({ createOutbound }) => createOutbound(scope, options));
      return (await created)[name](url, init);
    };
  return {
    metadata: lazyFetch('metadata'),
    token: lazyFetch('token'),
    session: lazyFetch('session'),
    close(streams) {
      const previous = created;
      created = undefined;
      previous?.then(
        (outbound) => outbound.close(streams),
        () => undefined,
      );
    },
    assertAllowed: (url) => assertUrlAllowed(url, scope),
  };
}
