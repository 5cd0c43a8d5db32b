import { type Principal, isAllowed } from './permissions.ts';
import type { ServerView } from './server.ts';
import type { StatusView } from './status.ts';

/** What a server may need from the user. */
export type Attention = 'signIn' | 'signInAgain' | 'waiting' | 'moreAccess' | 'endsSoon';

const day = 24 * 60 * 60 * 1000;

/** Whether a sign-in that cannot be renewed ends within a day. */
export function endsSoon(status: Extract<StatusView, { state: 'signed_in' }>, now: number): boolean {
  return !status.renewable && status.expiresAt !== undefined && status.expiresAt - now < day;
}

/**
 * What a server needs from this user; what only an admin can provide is not asked of others. Window, tray and
 * notifications all use this, so that they agree. A sign-in with insufficient scope still counts as signed in: it needs
 * more access.
 */
export function attentionFor(
  server: Pick<ServerView, 'account' | 'status' | 'wantedScopes'>,
  now: number,
  me: Principal,
): Attention | undefined {
  return isAllowed(me, 'connections:connect', server) ? missing(server, now) : undefined;
}

/** What a server lacks, regardless of who can provide it. */
export function missing(
  { status, wantedScopes }: Pick<ServerView, 'status' | 'wantedScopes'>,
  now: number,
): Attention | undefined {
  if (status.state === 'signed_out') return 'signIn';
  if (status.state === 'needs_sign_in') return status.reason === 'more_access_needed' ? 'moreAccess' : 'signInAgain';
  // The user has to finish the sign-in.
  if (status.state === 'authorizing') return 'waiting';
  if (status.state !== 'signed_in') return undefined;
  if (wantedScopes) return 'moreAccess';
  return endsSoon(status, now) ? 'endsSoon' : undefined;
}
