import { isLastAdmin } from '../../../src-preload/contract.ts';
import { mapLimit } from '../../base/map-limit.ts';
import { Fault } from '../../base/fault.ts';
import type { Profile } from '../../store/profiles.ts';
import { chosenName } from '../servers/chosen-name.ts';
import type { Context } from '../context.ts';
import { mostSignOuts, signOut } from '../sign-out/disconnect.ts';
import type { Session } from '../slot.ts';

/**
 * The profile, if it belongs to the session's workspace. Throws `profile_not_found` for those of other workspaces too.
 */
export function requireProfileOf(context: Context, session: Session, profileId: string): Profile {
  const profile = context.store.profiles.get(profileId);
  if (profile?.workspaceId !== session.workspaceId)
    throw new Fault('profile_not_found', 'no such profile in this workspace');
  return profile;
}

/** Throws `request_invalid` if nothing visible is left of the name. */
export function createProfile(
  context: Context,
  session: Session,
  { name, role }: { name: string; role: Profile['role'] },
): Profile {
  const { workspaceId } = session;
  const profile = context.store.profiles.create({ workspaceId, name: chosenName(name), role, now: context.now() });
  context.publish({ type: 'people_changed', workspaceId });
  return profile;
}

export function renameProfile(context: Context, session: Session, profileId: string, name: string): void {
  requireProfileOf(context, session, profileId);
  context.store.profiles.rename(profileId, chosenName(name));
  context.publish({ type: 'people_changed', workspaceId: session.workspaceId });
}

/** Throws `last_admin` if the workspace would have no admin. */
export function setRole(context: Context, session: Session, profileId: string, role: Profile['role']): void {
  context.store.transaction(() => {
    const profile = requireProfileOf(context, session, profileId);
    if (role !== 'admin') assertAnotherAdmin(context, profile);
    context.store.profiles.setRole(profileId, role);
  });
  context.publish({ type: 'people_changed', workspaceId: session.workspaceId });
}

/** Signs the profile out of every server, then deletes it. Throws `last_admin` before anything changes. */
export async function removeProfile(context: Context, session: Session, profileId: string): Promise<void> {
  const { store } = context;
  const { workspaceId } = session;
  assertAnotherAdmin(context, requireProfileOf(context, session, profileId));
  const servers = store.tokenSets
    .serversOf(profileId)
    .flatMap((serverId) => store.servers.get(workspaceId, serverId) ?? []);
  await mapLimit(mostSignOuts, servers, (server) =>
    signOut(context, server, { workspaceId, serverId: server.id, profileId }),
  );
  for (const { id: serverId } of store.servers.list(workspaceId))
    context.attempts.forget({ workspaceId, serverId, profileId });
  store.transaction(() => {
    assertAnotherAdmin(context, requireProfileOf(context, session, profileId));
    store.profiles.remove(profileId);
    store.clientRegistrations.sweep();
  });
  context.publish({ type: 'person_removed', workspaceId, profileId });
  context.publish({ type: 'people_changed', workspaceId });
}

function assertAnotherAdmin({ store }: Context, profile: Profile): void {
  if (isLastAdmin(store.profiles.list(profile.workspaceId), profile))
    throw new Fault('last_admin', 'a workspace needs an admin', { values: { profile: profile.name } });
}
