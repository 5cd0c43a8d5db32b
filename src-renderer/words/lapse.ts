import type { ServerView, SignInView } from '../../src-preload/contract.ts';

/** A sign-in that a person has to make anew: what it was, as far as that is known, and since when it is of no use. */
export interface Lapse {
  signIn: SignInView | undefined;
  since: number;
}

/** Whether its time is over, rather than that somebody ended it. */
export function hasRunOut({ status, signIn }: ServerView): boolean {
  return status.state === 'needs_sign_in' && status.reason === 'sign_in_ended' && signIn?.expiresAt === status.since;
}

/** One that is only to be given more access works, and has not lapsed. */
export function lapseOf({ status, signIn, endedSignIn }: ServerView): Lapse | undefined {
  if (endedSignIn) return { signIn: endedSignIn, since: endedSignIn.endedAt };
  if (status.state !== 'needs_sign_in' || status.reason === 'more_access_needed') return undefined;
  return { signIn, since: status.since };
}
