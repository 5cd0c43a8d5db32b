import type { Context } from './context.ts';
import type { Slot } from './slot.ts';

/** What the slot's sign-in may do, or could before it ended. Empty where there is none. */
export function grantedScope(context: Context, { serverId, profileId }: Slot): string {
  return context.store.tokenSets.facts(serverId, profileId)?.scope ?? '';
}
