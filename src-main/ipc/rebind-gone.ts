import type { AppView } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import { fallbackSession } from '../connections/people/workspaces.ts';
import { profileExists } from './policy.ts';
import type { WindowSessions } from './window-sessions.ts';

/** Windows that ask as a profile that is gone are somebody else from now on, and are told who. */
export function rebindGone(
  context: Context,
  windows: Pick<WindowSessions, 'rebind'>,
  describe: (session: Session) => AppView,
): void {
  const isValid = (session: Session) => profileExists(context, session);
  for (const { session, send } of windows.rebind(isValid, (gone) => fallbackSession(context, gone)))
    send('app:changed', describe(session));
}
