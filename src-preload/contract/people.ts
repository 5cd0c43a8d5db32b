import type { AppView, Role } from './app.ts';
import type { RevocationOutcome, ServerView } from './server.ts';

export interface ProfileView {
  id: string;
  name: string;
  role: Role;
}

/** What the switcher shows: the names of all workspaces on this computer. */
export interface WorkspaceView {
  id: string;
  name: string;
  profiles: ProfileView[];
}

/** Whether this is the workspace's last admin, who cannot be removed or demoted. */
export function isLastAdmin(
  profiles: readonly Pick<ProfileView, 'id' | 'role'>[],
  { id, role }: Pick<ProfileView, 'id' | 'role'>,
): boolean {
  return role === 'admin' && profiles.every((other) => other.id === id || other.role !== 'admin');
}

/** One slot of a server. `profileId` null: the workspace's shared one. */
export interface CredentialView extends Pick<ServerView, 'status' | 'signIn'> {
  profileId: string | null;
  name: string | null;
}

/** Settings of a workspace besides its name. */
export interface WorkspaceSettingsView {
  /** The URL of its client id metadata document; empty: there is none. */
  clientMetadataUrl: string;
}

export interface PeopleRequests {
  'workspaces:list': { input: undefined; output: WorkspaceView[] };
  /** Creates its first admin too, and switches the window to that profile. */
  'workspaces:create': { input: { name: string; profileName: string }; output: AppView };
  /** Applies to the window's workspace; a request cannot name another. */
  'workspaces:rename': { input: { name: string }; output: AppView };
  'workspaces:settings': { input: undefined; output: WorkspaceSettingsView };
  'workspaces:change-settings': { input: WorkspaceSettingsView; output: WorkspaceSettingsView };
  /** Signs out all of its profiles first. The window then switches to another profile. */
  'workspaces:remove': { input: undefined; output: AppView };

  'profiles:create': { input: { name: string; role: Role }; output: ProfileView };
  'profiles:rename': { input: { profileId: string; name: string }; output: null };
  'profiles:set-role': { input: { profileId: string; role: Role }; output: null };
  /** Signs the profile out everywhere first. */
  'profiles:remove': { input: { profileId: string }; output: null };
  /** Switches the window to this profile, of any workspace. */
  'profiles:switch': { input: { profileId: string }; output: AppView };

  'credentials:list': { input: { serverId: string }; output: CredentialView[] };
  'credentials:sign-out': {
    input: { serverId: string; profileId: string | null };
    output: { revocation: RevocationOutcome };
  };
}
