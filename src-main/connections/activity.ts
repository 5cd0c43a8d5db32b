import type { ActivityKind, ActivityView } from '../../src-preload/contract.ts';
import { activityKinds, errorCodes } from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';
import { errorView } from '../base/error-view.ts';
import type { Activity } from '../store/activity.ts';
import type { Context } from './context.ts';
import { isAdmin, requireServer, type Session } from './slot.ts';

/** How long an entry is kept: 90 days, in milliseconds. */
export const activityLifetime = 90 * 24 * 60 * 60_000;

/** The maximum number of entries per workspace. */
export const mostActivity = 20_000;

/** The maximum number of calls of agents that are kept, for as long as activity is. */
export const mostAgentCalls = 200_000;

const perPage = 100;
const longestSubject = 100;

interface NewActivity {
  workspaceId: string;
  serverId: string | null;
  /** The profile that acted; null: Keyfob itself. */
  profileId: string | null;
  kind: ActivityKind;
  subject?: string;
  /** What went wrong; absent on success. */
  error?: unknown;
}

/**
 * The only function that writes the activity log: who did what, and the outcome. Never throws, because the action has
 * already happened.
 */
export function recordActivity(context: Context, { subject, error, ...details }: NewActivity): void {
  try {
    const outcome = error === undefined ? 'done' : errorView(error).code;
    if (error !== undefined && isRepeat(context, details, outcome)) return;
    const entry = context.store.activity.record({
      ...details,
      outcome,
      subject: subject === undefined ? null : cleanText(subject, longestSubject),
      at: context.now(),
    });
    context.publish({ type: 'activity_recorded', workspaceId: details.workspaceId, entry });
  } catch (cause) {
    context.log.warn('activity was not recorded', { error: cause });
  }
}

/** Repeated failures of one renewal are one entry, as long as nothing else happens in between. */
function isRepeat(
  { store }: Context,
  { workspaceId, serverId, profileId, kind }: NewActivity,
  outcome: string,
): boolean {
  if (kind !== 'refreshed' || serverId === null) return false;
  const [last] = store.activity.list({ workspaceId, serverId, limit: 1 });
  return last?.kind === kind && last.outcome === outcome && last.profileId === profileId;
}

/** One page of the entries that the session may see. Throws `server_not_found`. */
export function listActivity(
  context: Context,
  session: Session,
  { serverId, before }: { serverId?: string | undefined; before?: number | undefined },
): { entries: ActivityView[]; more: boolean } {
  const { store } = context;
  const { workspaceId, profileId } = session;
  if (serverId !== undefined) requireServer(store, session, serverId);
  const whose = isAdmin(context, session) ? undefined : profileId;
  const found = store.activity.list({ workspaceId, profileId: whose, serverId, before, limit: perPage + 1 });
  const names = new Map(store.profiles.list(workspaceId).map(({ id, name }) => [id, name]));
  const entries = found.slice(0, perPage).map((entry) => activityView(entry, names.get(entry.profileId ?? '')));
  return { entries, more: found.length > perPage };
}

/** Whether the session may see an entry: admins see all, others their own. */
export function concernsActivity(context: Context, session: Session, { profileId }: Activity): boolean {
  return session.profileId === profileId || isAdmin(context, session);
}

export function activityView({ id, kind, outcome, at, serverId, subject }: Activity, profile?: string): ActivityView {
  return {
    id,
    // Another version may know other kinds than this one.
    kind: activityKinds.find((known) => known === kind) ?? 'reconfigured',
    outcome: outcome === 'done' ? outcome : (errorCodes.find((code) => code === outcome) ?? 'internal'),
    at,
    serverId,
    subject,
    profile: profile ?? null,
  };
}
