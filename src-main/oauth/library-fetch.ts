import type { CustomFetchOptions } from 'oauth4webapi';
import type { Fetch } from './fetch.ts';

/** Our fetch in the shape that oauth4webapi calls. It never follows redirects there: neither does ours for tokens. */
export function asLibraryFetch(fetch: Fetch) {
  return (url: string, options: CustomFetchOptions<string, unknown>): Promise<Response> =>
    fetch(url, {
      method: options.method,
      headers: options.headers,
      ...(options.body === undefined || options.body === null
        ? {}
        : { body: options.body as string | URLSearchParams }),
      ...(options.signal && { signal: options.signal }),
    });
}
