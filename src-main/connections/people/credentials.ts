import type { CredentialView, RevocationOutcome } from '../../../src-preload/contract.ts';
import { recordActivity } from '../activity.ts';
import { slotView } from '../connection-view.ts';
import type { Context } from '../context.ts';
import { signOut } from '../sign-out/disconnect.ts';
import { requireProfileOf } from './profiles.ts';
import { requireServer, type Session } from '../slot.ts';

/**
 * Every slot of a server that a profile uses or could use: those of its account setting, and others that are signed in.
 */
export function credentialViews(context: Context, session: Session, serverId: string): CredentialView[] {
  const server = requireServer(context.store, session, serverId);
  const { workspaceId } = session;
  const signedIn = new Set(context.store.tokenSets.slotsOf(serverId));
  const people = context.store.profiles.list(workspaceId);
  const slots = [{ id: null, name: null }, ...people].filter(
    ({ id }) => signedIn.has(id) || (server.account === 'shared') === (id === null),
  );
  return slots.map(({ id: profileId, name }) => ({
    profileId,
    name,
    ...slotView(context, server, { workspaceId, serverId, profileId }),
  }));
}

/** Signs any slot of the workspace out. Throws `server_not_found` and `profile_not_found`. */
export async function signOutOther(
  context: Context,
  session: Session,
  { serverId, profileId }: { serverId: string; profileId: string | null },
): Promise<RevocationOutcome> {
  const server = requireServer(context.store, session, serverId);
  const { workspaceId } = session;
  const other = profileId === null ? undefined : requireProfileOf(context, session, profileId);
  const outcome = await signOut(context, server, { workspaceId, serverId, profileId });
  const subject = other && other.id !== session.profileId ? { subject: other.name } : {};
  recordActivity(context, { workspaceId, serverId, profileId: session.profileId, kind: 'signed_out', ...subject });
  return outcome;
}
