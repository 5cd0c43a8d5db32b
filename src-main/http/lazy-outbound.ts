import { judgeUrl, type AddressScope } from './address-policy.ts';
import type { GuardedFetch, Outbound, Outside } from './guarded-fetch.ts';

/** The doors of a scope, made when the first request goes out: the HTTP library is most of the main process's code. */
export function lazyOutbound(scope: AddressScope, outside?: Outside): Outbound {
  let made: Promise<Outbound> | undefined;
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
    judge: (url) => judgeUrl(url, scope),
  };
}
