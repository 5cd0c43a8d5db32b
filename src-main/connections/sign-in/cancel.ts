import { Fault } from '../../base/fault.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import type { Attempt } from '../state/attempts.ts';
import { finishAuthorization } from './finish-authorization.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { requireServer, slotOf, type Session } from '../slot.ts';

/**
 * Cancels the current attempt, and drops an answer that came after the attempt before it was cancelled. If the browser
 * was open, its answer is still taken for the rest of its ten minutes, and offered to the user.
 */
export function cancelConnect(context: Context, session: Session, serverId: string): void {
  const server = requireServer(context.store, session, serverId);
  const slot = slotOf(session, server);
  const { attempts, lateAnswers, store } = context;
  const attempt = attempts.active(slot);
  lateAnswers.drop(slot);
  const { state, redirectUri, waitsUntil } = attempt ?? {};
  if (isInBrowser(attempt) && state !== undefined && redirectUri !== undefined && waitsUntil !== undefined) {
    store.authorizationRequests.cancel(state, context.now());
    lateAnswers.listen(slot, { state, redirectUri }, waitsUntil - context.now());
  } else store.authorizationRequests.removeForSlot(serverId, slot.profileId);
  attempts.forget(slot);
  if (attempt)
    recordActivity(context, {
      ...slot,
      profileId: session.profileId,
      kind: 'connected',
      error: new Fault('cancelled', 'given up'),
    });
  publishServerChanged(context, slot);
}

function isInBrowser(attempt: Attempt | undefined): boolean {
  return attempt?.phase === 'waiting';
}

/**
 * Finishes a sign-in that was answered after it was cancelled, for who cancelled it. Throws `state_unknown` if there is
 * no such answer any more, and what `finishAuthorization` throws.
 */
export async function finishCancelled(context: Context, session: Session, serverId: string): Promise<void> {
  const slot = slotOf(session, requireServer(context.store, session, serverId));
  const url = context.lateAnswers.take(slot, session.profileId, context.now());
  if (url === undefined) throw new Fault('state_unknown', 'no answer came after this sign-in was cancelled');
  context.lateAnswers.drop(slot);
  await finishAuthorization(context, url, { late: true });
}
