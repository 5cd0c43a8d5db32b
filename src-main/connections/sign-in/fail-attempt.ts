import { errorView } from '../../base/error-view.ts';
import { recordActivity } from '../activity.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';
import { blameEnteredClient } from '../tokens/blame-entered-client.ts';
import { isUnreachable } from '../state/health.ts';

/** Ends an attempt with an error, and publishes that; further failures of the same attempt are ignored. */
export function failAttempt(context: Context, attempt: Attempt, error: unknown): void {
  if (attempt.phase === 'ended') return;
  const { workspaceId, serverId } = attempt.slot;
  const view = errorView(blameEnteredClient(context.store.servers.get(workspaceId, serverId), error));
  if (isUnreachable(view) && attempt.phase === 'discovering')
    context.health.note(attempt.slot, view, context.now(), { final: true });
  context.log.warn('sign-in failed', { code: view.code, error });
  attempt.end(view);
  recordActivity(context, { ...attempt.slot, profileId: attempt.initiatorId, kind: 'connected', error });
  context.publish({ type: 'connection_completed', slot: attempt.slot, initiatorId: attempt.initiatorId, error: view });
}
