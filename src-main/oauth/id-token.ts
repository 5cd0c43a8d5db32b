import type { Secret } from '../secret.ts';
import { isRecord, type JsonRecord } from './json-answer.ts';

interface Expected {
  issuer: string;
  clientId: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** How far apart two clocks may be, in milliseconds. */
const clockTolerance = 5 * 60_000;

/**
 * What people know the account by, as an ID token says. Its signature is not looked at: it came from the token endpoint itself,
 * over TLS (OpenID Connect Core 1.0 section 3.1.3.7, step 6), and nothing is allowed because of it. Undefined for one that is
 * of another issuer, for another client, out of date, or none at all: then nobody is named.
 */
export function accountOf(idToken: Secret, { issuer, clientId, now }: Expected): string | undefined {
  const claims = claimsOf(idToken.reveal());
  if (claims?.iss !== issuer || ![claims.aud].flat().includes(clientId)) return undefined;
  if (typeof claims.exp !== 'number' || claims.exp * 1000 + clockTolerance < now) return undefined;
  // OpenID Connect Core 1.0 section 5.1; `sub` tells accounts apart where nothing was granted that reads better.
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
