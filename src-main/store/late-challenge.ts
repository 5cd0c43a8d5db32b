/** What a server wants of a token, as it said when it refused a request late. RFC 6750 section 3, RFC 9728. */
export interface LateChallenge {
  resourceMetadata?: string;
  scope?: string;
  dpop?: true;
}

/** Unreadable text counts as a challenge without parameters. */
export function readLateChallenge(stored: string | null): LateChallenge | null {
  if (stored === null) return null;
  try {
    return JSON.parse(stored) as LateChallenge;
  } catch {
    return {};
  }
}

export const writeLateChallenge = (challenge: LateChallenge | null): string | null =>
  challenge && JSON.stringify(challenge);
