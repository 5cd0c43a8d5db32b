import { judgeUrl, type AddressScope } from './address-policy.ts';
import type { ClosableOutbound, GuardedFetch, Outside } from './guarded-fetch.ts';

/**
 * Creates the outbound of a scope at the first request, because the HTTP library is most of the main process's code.
 * After `close`, the next request creates it again, with the certificate authorities trusted by then.
 */
export function lazyOutbound(scope: AddressScope, outside?: Outside): ClosableOutbound {
  let made: Promise<ClosableOutbound> | undefined;
  const door =
    (name: 'metadata' | 'token' | 'session'): GuardedFetch =>
    async (url, init) => {
      made ??= import('./guarded-fetch.ts').then(({ createOutbound }) => createOutbound(scope, outside));
      return (await made)[name](url, init);
    };
  return {
    metadata: door('metadata'),
    token: door('token'),
    session: door('session'),
    close(streams) {
      const before = made;
      made = undefined;
      before?.then(
        (outbound) => outbound.close(streams),
        () => undefined,
      );
    },
    judge: (url) => judgeUrl(url, scope),
  };
}
