/**
 * How the protocol reaches the network: handed in, guarded by whoever made it. It bounds the body, decides on
 * redirects, and throws where an address may not be reached.
 */
export type Fetch = (url: string, init?: FetchInit) => Promise<Response>;

interface FetchInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams;
  signal?: AbortSignal;
}
