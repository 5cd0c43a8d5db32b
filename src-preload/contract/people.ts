import type { AppView, Role } from './app.ts';
import type { RevocationOutcome, ServerView } from './server.ts';

export interface ProfileView {
  id: string;
  name: string;
  role: Role;
}

/** What the switcher shows: names alone, of every workspace on this computer. */
export interface WorkspaceView {
  id: string;
  name: string;
  profiles: ProfileView[];
}

/** Somebody has to be left who manages the workspace: the last admin stays one. */
export function isLastAdmin(
  profiles: readonly Pick<ProfileView, 'id' | 'role'>[],
  { id, role }: Pick<ProfileView, 'id' | 'role'>,
): boolean {
  return role === 'admin' && profiles.every((other) => other.id === id || other.role !== 'admin');
}

/** One slot of a server. `profileId` null: the one that the workspace shares. */
export interface CredentialView extends Pick<ServerView, 'status' | 'signIn'> {
  profileId: string | null;
  name: string | null;
}

/** What admins say about a workspace besides its name. */
export interface WorkspaceSettingsView {
  /** Where its client id metadata document is published; empty: there is none. */
  clientMetadataUrl: string;
}

export interface PeopleRequests {
  'workspaces:list': { input: undefined; output: WorkspaceView[] };
  /** With its first admin, as whom the window asks from then on. */
  'workspaces:create': { input: { name: string; profileName: string }; output: AppView };
  /** The window's own; no request names another. */
  'workspaces:rename': { input: { name: string }; output: AppView };
  'workspaces:settings': { input: undefined; output: WorkspaceSettingsView };
  'workspaces:change-settings': { input: WorkspaceSettingsView; output: WorkspaceSettingsView };
  /** Signs everybody out of everything in it first. Ends with the window being somebody else. */
  'workspaces:remove': { input: undefined; output: AppView };

  'profiles:create': { input: { name: string; role: Role }; output: ProfileView };
  'profiles:rename': { input: { profileId: string; name: string }; output: null };
  'profiles:set-role': { input: { profileId: string; role: Role }; output: null };
  /** Signs the profile out everywhere first. */
  'profiles:remove': { input: { profileId: string }; output: null };
  /** The asking window is this profile from then on: of any workspace. */
  'profiles:switch': { input: { profileId: string }; output: AppView };

  'credentials:list': { input: { serverId: string }; output: CredentialView[] };
  'credentials:sign-out': {
    input: { serverId: string; profileId: string | null };
    output: { revocation: RevocationOutcome };
  };
}
