import type { GuardedFetch } from './guarded-fetch.ts';

/** Documents whose requests are already under way. */
export interface Prefetched {
  /** Returns each prefetched document once; fetches every other URL. */
  fetch: GuardedFetch;
  /** Aborts prefetches that were not used. */
  end: () => void;
}

/**
 * Prefetches public documents that a request is likely to need next, so that the lookups overlap. An error rejects only
 * the `fetch` call that asks for that document.
 */
export function prefetch(urls: readonly string[], fetch: GuardedFetch): Prefetched {
  const abort = new AbortController();
  const init = { headers: { accept: 'application/json' }, signal: abort.signal };
  const underWay = new Map(urls.map((url) => [url, fetch(url, init)]));
  for (const answer of underWay.values()) answer.catch(() => undefined);
  return {
    async fetch(url, asked) {
      const answer = underWay.get(String(url));
      if (!answer || (asked?.method ?? 'GET') !== 'GET') return fetch(url, asked);
      underWay.delete(String(url));
      const response = await answer;
      asked?.signal?.throwIfAborted();
      return response;
    },
    end: () => abort.abort(),
  };
}
