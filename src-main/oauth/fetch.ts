/**
 * The fetch function passed in by the caller: it limits the body, decides on redirects, and throws if an address must
 * not be reached.
 */
export type Fetch = (url: string, init?: FetchInit) => Promise<Response>;

interface FetchInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams;
  signal?: AbortSignal;
}
