/** How long a person may take in the browser, in milliseconds. */
export const authorizationLifetime = 10 * 60_000;

const renewalMargin = 60_000;

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
