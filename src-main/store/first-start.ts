import type { Database } from './database.ts';
import { type Profile, profiles } from './profiles.ts';
import { transact } from './sql.ts';
import { type Workspace, workspaces } from './workspaces.ts';

/** The initial names, in the user's language if it is known. */
export interface FirstNames {
  workspace: string;
  profile: string;
}

export const englishNames: FirstNames = { workspace: 'Personal', profile: 'Me' };

/**
 * Creates the first workspace with one admin if there is none, in one transaction. Returns the last used profile, or
 * the oldest workspace and its oldest admin.
 */
export function ensureFirst(
  database: Database,
  now: number,
  names = englishNames,
): { workspace: Workspace; profile: Profile } {
  const people = profiles(database);
  const places = workspaces(database);
  return transact(database, () => {
    const last = people.lastUsed();
    const home = last && places.get(last.workspaceId);
    if (last && home) return { workspace: home, profile: last };
    const workspace = places.list()[0] ?? places.create({ name: names.workspace, now });
    const profile =
      people.list(workspace.id).find(({ role }) => role === 'admin') ??
      people.create({ workspaceId: workspace.id, name: names.profile, role: 'admin', now });
    return { workspace, profile };
  });
}
