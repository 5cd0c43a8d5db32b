import { stripFromResponse, secretsIn } from '../base/strip-secrets.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

/**
 * Adds the user's own headers to every request to this origin, and to no other. Headers of the protocol take
 * precedence. An error response that quotes a header's value is returned with the value removed.
 */
export function withHeaders(fetch: GuardedFetch, origin: string, headers: Record<string, string>): GuardedFetch {
  if (Object.keys(headers).length === 0) return fetch;
  const secrets = Object.values(headers).flatMap(secretsIn);
  return async (url, init) => {
    if (new URL(url).origin !== origin) return fetch(url, init);
    const all = new Headers(headers);
    for (const [name, value] of new Headers(init?.headers)) all.set(name, value);
    const response = await fetch(url, { ...init, headers: all });
    return response.ok ? response : stripFromResponse(response, secrets);
  };
}
