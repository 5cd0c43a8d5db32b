import { Fault } from '../../base/fault.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { requireServer, slotOf, type Session } from '../slot.ts';

/** Cancels the current attempt. A later response from the browser finds no request. */
export function cancelConnect(context: Context, session: Session, serverId: string): void {
  const server = requireServer(context.store, session, serverId);
  const slot = slotOf(session, server);
  context.store.authorizationRequests.removeForSlot(serverId, slot.profileId);
  const attempt = context.attempts.active(slot);
  context.attempts.forget(slot);
  if (attempt)
    recordActivity(context, {
      ...slot,
      profileId: session.profileId,
      kind: 'connected',
      error: new Fault('cancelled', 'given up'),
    });
  publishServerChanged(context, slot);
}
