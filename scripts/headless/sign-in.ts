import { connect } from '../../src-main/connections/connect.ts';
import type { HeadlessEngine } from './engine.ts';

/** Signs in and waits until that is done, well or not: rejects with the fault's view where it is not. */
export async function signIn({ context, session, subscribe }: HeadlessEngine, serverId: string): Promise<void> {
  const completed = new Promise<void>((resolve, reject) => {
    subscribe((event) => {
      if (event.type !== 'connection_completed' || event.slot.serverId !== serverId) return;
      if (event.error) reject(Object.assign(new Error(event.error.code), { view: event.error }));
      else resolve();
    });
  });
  completed.catch(() => undefined);
  await connect(context, session, serverId);
  if (context.attempts.active({ workspaceId: session.workspaceId, serverId, profileId: session.profileId }))
    await completed;
}
