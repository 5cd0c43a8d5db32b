import { recordActivity } from '../activity.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';
import { invalidate } from '../invalidate.ts';

/** Ends an attempt whose tokens are stored, and publishes that. */
export function completeAttempt(context: Context, attempt: Attempt): void {
  const { slot, initiatorId } = attempt;
  invalidate(context, { what: 'tokens', slot });
  attempt.end();
  recordActivity(context, { ...slot, profileId: initiatorId, kind: 'connected' });
  context.stepUps.signedIn(slot);
  context.publish({ type: 'connection_completed', slot, initiatorId });
}
