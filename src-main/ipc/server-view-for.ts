import type { ServerView } from '../../src-preload/contract.ts';
import { serverView } from '../connections/connection-view.ts';
import type { Context } from '../connections/context.ts';
import { requireServer, type Session } from '../connections/slot.ts';

/** The server as the session sees it now. Throws `server_not_found`. */
export function viewFor(context: Context, session: Session, serverId: string): ServerView {
  return serverView(context, session, requireServer(context.store, session, serverId));
}
