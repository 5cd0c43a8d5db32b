import type { AppView } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import { fallbackSession } from '../connections/people/workspaces.ts';
import { profileExists } from './policy.ts';
import type { WindowSessions } from './window-sessions.ts';

/** Rebinds windows whose profile was deleted to another session, and tells them. */
export function rebindGone(
  context: Context,
  windows: Pick<WindowSessions, 'rebind'>,
  describe: (session: Session) => AppView,
): void {
  const isValid = (session: Session) => profileExists(context, session);
  for (const { session, send } of windows.rebind(isValid, (gone) => fallbackSession(context, gone)))
    send('app:changed', describe(session));
}
