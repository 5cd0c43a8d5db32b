import type { Context } from '../connections/context.ts';
import type { Slot } from '../connections/slot.ts';

/**
 * The account whose lists a slot has: as its authorization server names it, or else the very sign-in, since another one
 * may be as another account. Undefined where nothing is signed in, unless the server needs no sign-in.
 */
export function accountOf({ store }: Pick<Context, 'store'>, slot: Slot): string | undefined {
  const facts = store.tokenSets.facts(slot.serverId, slot.profileId);
  if (facts) return JSON.stringify([facts.issuer, facts.account ?? facts.signedInAt]);
  const server = store.servers.get(slot.workspaceId, slot.serverId);
  return server && server.requiresSignIn !== true ? '' : undefined;
}
