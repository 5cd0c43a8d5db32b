import type { Context } from '../connections/context.ts';
import { isAdmin, type Session } from '../connections/slot.ts';
import { Fault } from '../fault.ts';
import type { Policy } from './area.ts';

/** Throws `forbidden` where the session may not make this request. The role is the stored one, not the window's. */
export function assertAllowed(context: Context, session: Session, policy: Policy, input: unknown): void {
  if (policy === 'anyone') return;
  if (isAdmin(context, session)) return;
  if (policy === 'own slot' && ownsSlot(context, session, input)) return;
  if (policy === 'own profile' && (input as { profileId?: string }).profileId === session.profileId) return;
  throw new Fault('forbidden', 'this request is not for this profile');
}

/** Whether the profile still exists. */
export function isThere({ store }: Context, { profileId }: Session): boolean {
  return store.profiles.get(profileId) !== undefined;
}

function ownsSlot(context: Context, session: Session, input: unknown): boolean {
  const serverId = (input as { serverId?: string } | undefined)?.serverId;
  const server = serverId === undefined ? undefined : context.store.servers.get(session.workspaceId, serverId);
  // A server that is not there is the answer's to report: it must look the same as a foreign one.
  return server?.account !== 'shared';
}
