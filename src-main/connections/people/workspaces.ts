import { mapLimit } from '../../base/map-limit.ts';
import { Fault } from '../../base/fault.ts';
import type { Profile } from '../../store/profiles.ts';
import { chosenName } from '../servers/chosen-name.ts';
import type { Context } from '../context.ts';
import { mostSignOuts } from '../sign-out/disconnect.ts';
import { removeServer } from '../servers/servers.ts';
import type { Session } from '../slot.ts';

/**
 * Creates a workspace with its first admin, and returns that profile. Throws `request_invalid` if nothing visible is
 * left of a name.
 */
export function createWorkspace(context: Context, input: { name: string; profileName: string }): Profile {
  const { store } = context;
  const [name, profileName] = [chosenName(input.name), chosenName(input.profileName)];
  const now = context.now();
  return store.transaction(() => {
    const { id: workspaceId } = store.workspaces.create({ name, now });
    return store.profiles.create({ workspaceId, name: profileName, role: 'admin', now });
  });
}

/** Renames the session's workspace. */
export function renameWorkspace(context: Context, { workspaceId }: Session, name: string): void {
  context.store.workspaces.rename(workspaceId, chosenName(name));
  context.publish({ type: 'people_changed', workspaceId });
}

/**
 * Signs out every slot of every server in the session's workspace, then deletes it. Throws `last_workspace` before
 * anything changes.
 */
export async function removeWorkspace(context: Context, session: Session): Promise<void> {
  const { store } = context;
  const { workspaceId } = session;
  const assertAnother = () => {
    if (store.workspaces.list().every(({ id }) => id === workspaceId))
      throw new Fault('last_workspace', 'there is always a workspace');
  };
  assertAnother();
  await mapLimit(mostSignOuts, store.servers.list(workspaceId), ({ id }) => removeServer(context, session, id));
  store.transaction(() => {
    assertAnother();
    store.workspaces.remove(workspaceId);
  });
  context.publish({ type: 'person_removed', workspaceId });
}

/** The session that replaces one whose profile was deleted: in the same workspace if possible, an admin first. */
export function fallbackSession({ store }: Context, { workspaceId }: Session): Session {
  const candidates = [workspaceId, ...store.workspaces.list().map(({ id }) => id)].flatMap((id) =>
    store.profiles.list(id).toSorted((a, b) => Number(b.role === 'admin') - Number(a.role === 'admin')),
  );
  const [next] = candidates;
  if (!next) throw new Error('every workspace has a profile');
  return sessionOf(next);
}

export function sessionOf({ id, workspaceId, role }: Profile): Session {
  return { workspaceId, profileId: id, role };
}
