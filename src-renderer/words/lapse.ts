import type { ServerView, SignInView } from '../../src-preload/contract.ts';

/** A sign-in that the user has to repeat: what is known about it, and when it ended. */
export interface Lapse {
  signIn: SignInView | undefined;
  since: number;
}

/** Whether it expired, rather than being ended. */
export function hasRunOut({ status, signIn }: ServerView): boolean {
  return status.state === 'needs_sign_in' && status.reason === 'sign_in_ended' && signIn?.expiresAt === status.since;
}

/** A sign-in that only needs more scopes works, and has not lapsed. */
export function lapseOf({ status, signIn, endedSignIn }: ServerView): Lapse | undefined {
  if (endedSignIn) return { signIn: endedSignIn, since: endedSignIn.endedAt };
  if (status.state !== 'needs_sign_in' || status.reason === 'more_access_needed') return undefined;
  return { signIn, since: status.since };
}
