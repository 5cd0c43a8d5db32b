import { stripFromResponse, secretsIn } from '../base/strip-secrets.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

/**
 * Adds the user's own headers to every request to this origin, and to no other; none is sent on by a redirect to
 * another one. Headers of the protocol take precedence. An error response that quotes a header's value is returned with
 * the value removed. A function that returns the headers is called at each such request, which throws what it throws.
 */
export function withHeaders(
  fetch: GuardedFetch,
  origin: string,
  headers: Record<string, string> | (() => Record<string, string>),
): GuardedFetch {
  return async (url, init) => {
    if (new URL(url).origin !== origin) return fetch(url, init);
    const own = typeof headers === 'function' ? headers() : headers;
    if (Object.keys(own).length === 0) return fetch(url, init);
    const all = new Headers(own);
    for (const [name, value] of new Headers(init?.headers)) all.set(name, value);
    const response = await fetch(url, { ...init, headers: all });
    return response.ok ? response : stripFromResponse(response, Object.values(own).flatMap(secretsIn));
  };
}
