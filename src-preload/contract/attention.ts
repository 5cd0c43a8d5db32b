import { type Principal, isAllowed } from './permissions.ts';
import type { ServerView } from './server.ts';
import type { StatusView } from './status.ts';

/** What a server may want of a person. */
export type Attention = 'signIn' | 'signInAgain' | 'waiting' | 'moreAccess' | 'endsSoon';

const day = 24 * 60 * 60 * 1000;

/** A sign-in that ends within a day and can't renew itself. */
export function endsSoon(status: Extract<StatusView, { state: 'signed_in' }>, now: number): boolean {
  return !status.renewable && status.expiresAt !== undefined && status.expiresAt - now < day;
}

/**
 * What a server wants of this person, if anything: what only an admin can give, it wants of nobody else. The window, the tray and the notices all ask here, so that none of them
 * says what another denies. A sign-in that may not do everything still counts: it wants more access, and has not ended.
 */
export function attentionFor(
  server: Pick<ServerView, 'account' | 'status' | 'wantedScopes'>,
  now: number,
  me: Principal,
): Attention | undefined {
  return isAllowed(me, 'connections:connect', server) ? missing(server, now) : undefined;
}

/** What is wanting, whoever can see to it. */
export function missing(
  { status, wantedScopes }: Pick<ServerView, 'status' | 'wantedScopes'>,
  now: number,
): Attention | undefined {
  if (status.state === 'signed_out') return 'signIn';
  if (status.state === 'needs_sign_in') return status.reason === 'more_access_needed' ? 'moreAccess' : 'signInAgain';
  // Nothing is signed in yet, and the person has to finish it.
  if (status.state === 'authorizing') return 'waiting';
  if (status.state !== 'signed_in') return undefined;
  if (wantedScopes) return 'moreAccess';
  return endsSoon(status, now) ? 'endsSoon' : undefined;
}
