import { recordActivity } from '../activity.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import { settingsWithout } from '../registration/without-added.ts';

/** Ends an attempt whose tokens are stored, and publishes that. */
export function completeAttempt(context: Context, attempt: Attempt): void {
  const { slot, initiatorId, leftOut } = attempt;
  invalidate(context, { what: 'tokens', slot });
  // The next sign-in goes without it at once.
  if (leftOut.length > 0) context.store.servers.change(slot.workspaceId, slot.serverId, settingsWithout(leftOut));
  attempt.end();
  recordActivity(context, { ...slot, profileId: initiatorId, kind: 'connected' });
  context.stepUps.signedIn(slot);
  context.publish({ type: 'connection_completed', slot, initiatorId });
}
