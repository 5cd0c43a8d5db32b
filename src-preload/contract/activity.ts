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

/** Something that was done with a server. */
export interface ActivityView {
  /** Greater is later. */
  id: number;
  kind: ActivityKind;
  outcome: 'done' | ErrorCode;
  at: Timestamp;
  /** Null where the server is gone: `subject` is its name then. */
  serverId: string | null;
  /** The tool that was called, or the person who was signed out by somebody else. */
  subject: string | null;
  /** Who did it; null: Keyfob by itself, or somebody who is gone. */
  profile: string | null;
}

export interface ActivityRequests {
  /** The newest first, a page at a time. Admins see everybody's; others what they did themselves. `before`: the last `id` of the page before. */
  'activity:list': {
    input: { serverId?: string; before?: number };
    output: { entries: ActivityView[]; more: boolean };
  };
}

export interface ActivityEvents {
  'activity:added': ActivityView;
}
