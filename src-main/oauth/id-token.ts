import type { Secret } from '../base/secret.ts';
import { isRecord } from '../base/is-record.ts';
import type { JsonRecord } from './json-answer.ts';

interface Expected {
  issuer: string;
  clientId: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The tolerated clock difference in milliseconds. */
const clockTolerance = 5 * 60_000;

/**
 * The account's display name from an ID token. The signature is not verified: the token came from the token endpoint
 * over TLS (OpenID Connect Core 1.0 section 3.1.3.7, step 6), and no permission depends on it. Undefined if the token
 * has another issuer or audience, is expired or invalid.
 */
export function accountOf(idToken: Secret, { issuer, clientId, now }: Expected): string | undefined {
  const claims = claimsOf(idToken.reveal());
  if (claims?.iss !== issuer || ![claims.aud].flat().includes(clientId)) return undefined;
  if (typeof claims.exp !== 'number' || claims.exp * 1000 + clockTolerance < now) return undefined;
  // OpenID Connect Core 1.0 section 5.1; `sub` distinguishes accounts if no readable claim was granted.
  return [claims.email, claims.preferred_username, claims.name, claims.sub].find(
    (claim): claim is string => typeof claim === 'string' && claim.trim() !== '',
  );
}

function claimsOf(jwt: string): JsonRecord | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
    return isRecord(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
