import { ownersFor } from '../history/owners.ts';
import { isAdmin, type Session } from '../connections/slot.ts';
import type { Store } from '../store/store.ts';

/** Whose calls the session sees in the history: by the stored role. */
export function ownersOf(context: { store: Store }, session: Session): string[] {
  return ownersFor(session, isAdmin(context, session));
}
