import type { KeyPlace } from '../../../src-preload/contract.ts';
import type { StoredTokenSet } from '../../store/token-sets.ts';

/** How a user's key is sent to its server. `header`: for a key with a header of its own. */
export interface KeyForm {
  place: KeyPlace;
  header?: string | undefined;
}

/**
 * How the slot's key is sent; undefined if its sign-in is no key. It is stored, and sealed with the key, in the place
 * where an OAuth sign-in has its metadata.
 */
export function keyFormOf({ grantType, authorizationServer }: StoredTokenSet): KeyForm | undefined {
  return grantType === 'key' ? (authorizationServer['key'] as KeyForm) : undefined;
}
