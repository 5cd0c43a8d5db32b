import type { GuardedFetch, Outbound } from '../http/guarded-fetch.ts';

/** The same doors for as long as somebody wants what comes through them: a sign-in that is given up stops asking. */
export function whileWanted({ metadata, token, session, judge }: Outbound, signal: AbortSignal): Outbound {
  const bound =
    (fetch: GuardedFetch): GuardedFetch =>
    (url, init) =>
      fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal });
  return { metadata: bound(metadata), token: bound(token), session: bound(session), judge };
}
