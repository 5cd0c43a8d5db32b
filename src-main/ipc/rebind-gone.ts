import type { AppView } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import { standIn } from '../connections/people/workspaces.ts';
import { isThere } from './policy.ts';
import type { WindowSessions } from './window-sessions.ts';

/** Windows that ask as a profile that is gone are somebody else from now on, and are told who. */
export function rebindGone(
  context: Context,
  windows: Pick<WindowSessions, 'rebind'>,
  describe: (session: Session) => AppView,
): void {
  const counts = (session: Session) => isThere(context, session);
  for (const { session, send } of windows.rebind(counts, (gone) => standIn(context, gone)))
    send('app:changed', describe(session));
}
