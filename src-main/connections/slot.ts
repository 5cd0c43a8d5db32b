import type { Asker, Role } from '../../src-preload/contract.ts';
import { Fault } from '../fault.ts';
import type { Profile } from '../store/profiles.ts';
import type { Server } from '../store/servers.ts';
import { slotKey as storedSlotKey } from '../store/slot.ts';
import type { Store } from '../store/store.ts';
import type { Workspace } from '../store/workspaces.ts';

/** Who asks: bound to a window in the main process; no request names it. */
export interface Session {
  workspaceId: string;
  profileId: string;
  role: Role;
}

/** Whose tokens: a profile's own, or the workspace's shared ones (`profileId` null). One never stands in for the other. */
export interface Slot {
  workspaceId: string;
  serverId: string;
  profileId: string | null;
}

export function slotOf(session: Session, server: Pick<Server, 'id' | 'account'>): Slot {
  const profileId = server.account === 'shared' ? null : session.profileId;
  return { workspaceId: session.workspaceId, serverId: server.id, profileId };
}

/** The key under which the store and every cache know a slot. */
export function slotKey({ serverId, profileId }: Slot): string {
  return storedSlotKey(serverId, profileId);
}

/** The server, where it belongs to the session's workspace. Throws `server_not_found`: a foreign one does not exist. */
export function requireServer(store: Store, session: Session, serverId: string): Server {
  const server = store.servers.get(session.workspaceId, serverId);
  if (!server) throw new Fault('server_not_found', 'no such server in this workspace');
  return server;
}

/** Who the session is. Throws `forbidden` where the profile or its workspace is gone. */
export function requireProfile(store: Store, session: Session): { workspace: Workspace; profile: Profile } {
  const profile = store.profiles.get(session.profileId);
  const workspace = store.workspaces.get(session.workspaceId);
  if (!profile || !workspace || profile.workspaceId !== workspace.id)
    throw new Fault('forbidden', 'the profile is gone');
  return { workspace, profile };
}

/** Who asks, by the role that the store has for them now. */
export function askerOf(context: { store: Store }, session: Session): Asker {
  return { id: session.profileId, role: isAdmin(context, session) ? 'admin' : 'member' };
}

/** As the store has it now, and for nobody who is gone. */
export function isAdmin({ store }: { store: Store }, { profileId, workspaceId }: Session): boolean {
  const profile = store.profiles.get(profileId);
  return profile?.workspaceId === workspaceId && profile.role === 'admin';
}
