import type { StoredTokenSet } from './token-sets.ts';

/** Whether these tokens differ from the earlier ones: refreshed since, or of another sign-in. */
export function isNewer(stored: StoredTokenSet, before: StoredTokenSet): boolean {
  return (
    stored.id !== before.id ||
    stored.issuedAt !== before.issuedAt ||
    stored.accessToken.reveal() !== before.accessToken.reveal()
  );
}
