import type { Context } from '../context.ts';
import type { Slot } from '../slot.ts';

/** The scope of the slot's sign-in, even after it ended. Empty if there is none. */
export function grantedScope(context: Context, { serverId, profileId }: Slot): string {
  return context.store.tokenSets.facts(serverId, profileId)?.scope ?? '';
}
