/** Whose calls a profile sees: its own, and for admins those that agents made with the workspace's shared sign-ins. */
export function ownersFor(
  { workspaceId, profileId }: { workspaceId: string; profileId: string },
  isAdmin: boolean,
): string[] {
  return isAdmin ? [profileId, sharedOwner(workspaceId)] : [profileId];
}

/** The owner of what an agent calls with a sign-in. `profileId` null: with the shared one. */
export function ownerOf({ workspaceId, profileId }: { workspaceId: string; profileId: string | null }): string {
  return profileId ?? sharedOwner(workspaceId);
}

const shared = 'shared ';

const sharedOwner = (workspaceId: string): string => shared + workspaceId;

/** The workspace or the profile behind an owner. */
export function ownerKind(owner: string): { workspaceId: string } | { profileId: string } {
  return owner.startsWith(shared) ? { workspaceId: owner.slice(shared.length) } : { profileId: owner };
}
