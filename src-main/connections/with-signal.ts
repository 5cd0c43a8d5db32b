import type { GuardedFetch, Outbound } from '../http/guarded-fetch.ts';

/** Outbound whose requests abort with `signal`: a cancelled sign-in sends no more requests. */
export function withSignal({ metadata, token, session, ...checks }: Outbound, signal: AbortSignal): Outbound {
  const bound =
    (fetch: GuardedFetch): GuardedFetch =>
    (url, init) =>
      fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal });
  return { metadata: bound(metadata), token: bound(token), session: bound(session), ...checks };
}
