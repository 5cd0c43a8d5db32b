/** The maximum delay that a `Retry-After` header can impose, in milliseconds. */
const longest = 24 * 3600_000;

/**
 * The delay of `Retry-After` in milliseconds, from the response behind an error; undefined if absent or invalid. RFC
 * 9110 section 10.2.3: seconds, or a date.
 */
export function retryAfter(error: unknown, now: number): number | undefined {
  const response = responseOf(error);
  return response && askedWait(response, now);
}

/** The same for a response. */
export function askedWait({ headers }: Response, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return wait > 0 ? Math.min(wait, longest) : undefined;
}

/** The library keeps the response as the cause of its errors, or next to it. */
export function responseOf(error: unknown): Response | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.cause instanceof Response) return at.cause;
    if ('response' in at && at.response instanceof Response) return at.response;
  }
  return undefined;
}
