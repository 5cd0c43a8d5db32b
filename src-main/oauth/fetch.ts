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
  /** Headers that differ at another address, where a redirect within the origin is followed. */
  headersFor?: (url: URL) => Promise<Record<string, string>>;
}
