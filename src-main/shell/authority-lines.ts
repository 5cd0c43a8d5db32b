import type { AuthorityView } from '../../src-preload/contract.ts';
import type { Words } from './words.ts';

/** What the user compares before trusting an authority: subject, issuer, expiry and fingerprint. */
export function authorityLines(authorities: AuthorityView[], words: Words['trustAuthority']): string {
  return authorities
    .map(({ subject, issuer, validFrom, validUntil, fingerprint }) =>
      [
        [words.subject, subject],
        [words.issuer, issuer],
        [words.valid, `${day(validFrom)} – ${day(validUntil)}`],
        ['SHA-256', fingerprint],
      ]
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    )
    .join('\n\n');
}

/** In UTC, as in certificates. */
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
