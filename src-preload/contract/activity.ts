import type { ErrorCode } from './error.ts';
import type { Timestamp } from './time.ts';

export const activityKinds = [
  'added',
  'connected',
  'refreshed',
  'called',
  'signed_out',
  'reconfigured',
  'turned_on',
  'turned_off',
  'removed',
  'origin_allowed',
  'origin_revoked',
  'hosts_allowed',
  'hosts_revoked',
  'authority_added',
  'authority_removed',
] as const;

export type ActivityKind = (typeof activityKinds)[number];

/** An entry of the activity log. */
export interface ActivityView {
  /** Increases with time. */
  id: number;
  kind: ActivityKind;
  outcome: 'done' | ErrorCode;
  at: Timestamp;
  /** Null if the server was removed; `subject` is its name then. */
  serverId: string | null;
  /** The tool that was called, or the profile that an admin signed out. */
  subject: string | null;
  /** The profile that acted; null: Keyfob itself, or a deleted profile. */
  profile: string | null;
}

export interface ActivityRequests {
  /** Newest first, in pages. Admins see all entries, others their own. `before`: the last `id` of the previous page. */
  'activity:list': {
    input: { serverId?: string; before?: number };
    output: { entries: ActivityView[]; more: boolean };
  };
}

export interface ActivityEvents {
  'activity:added': ActivityView;
}
