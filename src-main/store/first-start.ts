import type { Database } from './database.ts';
import { type Profile, profiles } from './profiles.ts';
import { transact } from './sql.ts';
import { type Workspace, workspaces } from './workspaces.ts';

/** What the first of each is called until a person says otherwise. */
export const firstWorkspaceName = 'Personal';
export const firstProfileName = 'Me';

/**
 * Makes the workspace "Personal" with one admin where there is none, all of it or nothing. Returns who used Keyfob last, or
 * the oldest workspace and its oldest admin.
 */
export function ensureFirst(
  database: Database,
  now: number,
  profileName = firstProfileName,
): { workspace: Workspace; profile: Profile } {
  const people = profiles(database);
  const places = workspaces(database);
  return transact(database, () => {
    const last = people.lastUsed();
    const home = last && places.get(last.workspaceId);
    if (last && home) return { workspace: home, profile: last };
    const workspace = places.list()[0] ?? places.create({ name: firstWorkspaceName, now });
    const profile =
      people.list(workspace.id).find(({ role }) => role === 'admin') ??
      people.create({ workspaceId: workspace.id, name: profileName, role: 'admin', now });
    return { workspace, profile };
  });
}
