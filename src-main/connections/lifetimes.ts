/** How long an authorization request stays valid, in milliseconds. */
export const authorizationLifetime = 10 * 60_000;

/** How long before its expiry a token is refreshed at the earliest, in milliseconds. */
export const renewalMargin = 60_000;

/**
 * When an access token expires. `issuedAt` is the time of the request, so that network latency does not extend the
 * validity.
 */
export function expiryOf(issuedAt: number, expiresIn: number | undefined): number | undefined {
  return expiresIn === undefined ? undefined : issuedAt + expiresIn * 1000;
}

/**
 * When to refresh a token: 60 s before it expires, or after three quarters of a lifetime below four minutes, so that
 * short-lived tokens can be used at all. Without an expiry, it is valid until it is refused.
 */
export function renewalTime(token: { issuedAt: number; expiresAt?: number | undefined }): number {
  if (token.expiresAt === undefined) return Infinity;
  return token.expiresAt - Math.min(renewalMargin, (token.expiresAt - token.issuedAt) / 4);
}

/** How far in the future `issuedAt` may be before it means that the clock was set back, in milliseconds. */
const clockTolerance = 5 * 60_000;

/**
 * When a background renewal is due. A token that was issued in the future comes from before the clock was set back: its
 * expiry is unknown, so it is due at once.
 */
export function dueTime(token: { issuedAt: number; expiresAt?: number | undefined }, now: number): number {
  const fromTheFuture = token.expiresAt !== undefined && token.issuedAt > now + clockTolerance;
  return fromTheFuture ? 0 : renewalTime(token);
}
