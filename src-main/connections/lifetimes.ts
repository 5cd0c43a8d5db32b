/** How long a person may take in the browser, in milliseconds. */
export const authorizationLifetime = 10 * 60_000;

/** How long before its end a token is renewed at the earliest, in milliseconds. */
export const renewalMargin = 60_000;

/** When an access token stops counting; `issuedAt` is when it was asked for, so that the way back costs no validity. */
export function expiryOf(issuedAt: number, expiresIn: number | undefined): number | undefined {
  return expiresIn === undefined ? undefined : issuedAt + expiresIn * 1000;
}

/**
 * When a token is renewed: 60 s before it expires, or after three quarters of a life of less than four minutes, so
 * that a short one can be used at all. Without an expiry it counts until it is refused.
 */
export function renewalTime(token: { issuedAt: number; expiresAt?: number | undefined }): number {
  if (token.expiresAt === undefined) return Infinity;
  return token.expiresAt - Math.min(renewalMargin, (token.expiresAt - token.issuedAt) / 4);
}

/** How far ahead another clock may be before it counts as set back since, in milliseconds. */
const clockTolerance = 5 * 60_000;

/**
 * When a renewal that nobody waits for is due. A token from the future was issued before the clock was set back: nobody can
 * say when it ends, so it has been due ever since.
 */
export function dueTime(token: { issuedAt: number; expiresAt?: number | undefined }, now: number): number {
  const fromTheFuture = token.expiresAt !== undefined && token.issuedAt > now + clockTolerance;
  return fromTheFuture ? 0 : renewalTime(token);
}
