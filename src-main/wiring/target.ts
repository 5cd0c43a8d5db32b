import { Fault } from '../base/fault.ts';
import { requireServer, slotOf, type Session, type Slot } from '../connections/slot.ts';
import type { Store } from '../store/store.ts';
import type { WiredServer } from './kind-of-entry.ts';

/** A server of the session's workspace, as programs name it, and the sign-in that they would use. */
export interface WiringTarget extends WiredServer {
  serverId: string;
  slot: Slot;
}

/** Throws `server_not_found`, for servers of other workspaces too. */
export function wiringTarget(store: Store, session: Session, serverId: string): WiringTarget {
  const server = requireServer(store, session, serverId);
  const alias = store.serverAliases.of(serverId);
  if (alias === undefined) throw new Fault('server_not_found', 'the server has no name for agents yet');
  return { serverId, alias, url: server.url, slot: slotOf(session, server) };
}
