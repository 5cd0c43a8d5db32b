import type { Principal, Role } from '../../src-preload/contract.ts';
import { Fault } from '../base/fault.ts';
import type { Profile } from '../store/profiles.ts';
import type { Server } from '../store/servers.ts';
import { slotKey as storedSlotKey } from '../store/slot.ts';
import type { Store } from '../store/store.ts';
import type { Workspace } from '../store/workspaces.ts';

/** The identity behind a request: bound to a window in the main process, never named by a request. */
export interface Session {
  workspaceId: string;
  profileId: string;
  role: Role;
}

/** The owner of tokens: a profile, or the workspace's shared slot (`profileId` null). They are never interchanged. */
export interface Slot {
  workspaceId: string;
  serverId: string;
  profileId: string | null;
}

export function slotOf(session: Session, server: Pick<Server, 'id' | 'account'>): Slot {
  const profileId = server.account === 'shared' ? null : session.profileId;
  return { workspaceId: session.workspaceId, serverId: server.id, profileId };
}

/** The key of a slot in the store and in every cache. */
export function slotKey({ serverId, profileId }: Slot): string {
  return storedSlotKey(serverId, profileId);
}

/**
 * The server, if it belongs to the session's workspace. Throws `server_not_found` for those of other workspaces too.
 */
export function requireServer(store: Store, session: Session, serverId: string): Server {
  const server = store.servers.get(session.workspaceId, serverId);
  if (!server) throw new Fault('server_not_found', 'no such server in this workspace');
  return server;
}

/** The session's profile and workspace. Throws `forbidden` if either was deleted. */
export function requireProfile(store: Store, session: Session): { workspace: Workspace; profile: Profile } {
  const profile = store.profiles.get(session.profileId);
  const workspace = store.workspaces.get(session.workspaceId);
  if (!profile || !workspace || profile.workspaceId !== workspace.id)
    throw new Fault('forbidden', 'the profile is gone');
  return { workspace, profile };
}

/** The asker with the role that is stored now. */
export function principalOf(context: { store: Store }, session: Session): Principal {
  return { id: session.profileId, role: isAdmin(context, session) ? 'admin' : 'member' };
}

/** By the stored role; false for deleted profiles. */
export function isAdmin({ store }: { store: Store }, { profileId, workspaceId }: Session): boolean {
  const profile = store.profiles.get(profileId);
  return profile?.workspaceId === workspaceId && profile.role === 'admin';
}
