import { cutOutOf, secretsIn } from '../cut-out.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

/**
 * Puts a person's own headers into every request to this origin, and into none to another. The protocol's own win. A refusal
 * that quotes one comes without it.
 */
export function withHeaders(fetch: GuardedFetch, origin: string, headers: Record<string, string>): GuardedFetch {
  if (Object.keys(headers).length === 0) return fetch;
  const secrets = Object.values(headers).flatMap(secretsIn);
  return async (url, init) => {
    if (new URL(url).origin !== origin) return fetch(url, init);
    const all = new Headers(headers);
    for (const [name, value] of new Headers(init?.headers)) all.set(name, value);
    const response = await fetch(url, { ...init, headers: all });
    return response.ok ? response : cutOutOf(response, secrets);
  };
}
