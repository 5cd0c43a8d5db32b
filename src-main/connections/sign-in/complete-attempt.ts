import { recordActivity } from '../activity.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';

/** Ends an attempt whose tokens are stored, and publishes that. */
export function completeAttempt(context: Context, attempt: Attempt): void {
  const { slot, initiatorId } = attempt;
  context.health.settle(slot);
  context.publish({ type: 'tokens_changed', slot });
  attempt.end();
  recordActivity(context, { ...slot, profileId: initiatorId, kind: 'connected' });
  context.publish({ type: 'connection_completed', slot, initiatorId });
}
