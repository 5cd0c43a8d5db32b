import type { GuardedFetch } from './guarded-fetch.ts';

/** Documents that are on their way already. */
export interface FetchedAhead {
  /** Hands over what was fetched ahead, each document once, and fetches everything else. */
  fetch: GuardedFetch;
  /** Gives up what nobody has asked for. */
  end: () => void;
}

/**
 * Fetches public documents before anyone knows whether they are needed, so that a question whose answer mostly leads to
 * them takes no longer for it. What goes wrong is thrown to whoever asks for the document, and to nobody else.
 */
export function fetchAhead(urls: readonly string[], fetch: GuardedFetch): FetchedAhead {
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
