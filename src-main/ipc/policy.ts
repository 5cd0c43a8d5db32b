import { type About, isAllowed, type RequestName } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import { principalOf, type Session } from '../connections/slot.ts';
import { Fault } from '../base/fault.ts';

/** Throws `forbidden` if the session may not make this request. Uses the stored role, not the window's. */
export function assertAllowed(context: Context, session: Session, name: RequestName, input: unknown): void {
  if (isAllowed(principalOf(context, session), name, aboutOf(context, session, input))) return;
  throw new Fault('forbidden', 'this request is not for this profile');
}

/** Whether the profile still exists. */
export function profileExists({ store }: Context, { profileId }: Session): boolean {
  return store.profiles.get(profileId) !== undefined;
}

function aboutOf({ store }: Context, { workspaceId }: Session, input: unknown): About {
  const { serverId, ...said } = (input ?? {}) as About & { serverId?: string };
  // A missing server is reported by the handler: it must look the same as one of another workspace.
  const account = serverId === undefined ? undefined : store.servers.get(workspaceId, serverId)?.account;
  return { ...said, account };
}
