import type { Context } from '../connections/context.ts';
import type { Reception } from '../redirect/loopback.ts';
import { finishAuthorization } from '../connections/sign-in/finish-authorization.ts';
import { stateOfResponse, unprovedRefusal } from '../oauth/authorization-response.ts';

/**
 * Finishes the sign-in that waits for this URL, in the background: its end is published. Returns false if none waits
 * for it at this address; then nothing happens, because any web page can send a request to a listener. `unproved`: a
 * refusal without a state, which ends no sign-in for the same reason; the window offers to stop waiting. `late`: the
 * answer to a sign-in that was cancelled.
 */
export function receiveOnLoopback(context: Context, url: string): Reception {
  const refusal = unprovedRefusal(url);
  if (refusal) return context.attempts.noteUnproved(url, refusal.words) && 'unproved';
  const state = stateOfResponse(url);
  if (state === undefined) return false;
  if (context.lateAnswers.isExpected(state, url)) {
    finishAuthorization(context, url).catch(() => undefined);
    return 'late';
  }
  // An attempt in this process, or the stored request of an earlier one.
  const attempt = context.attempts.waitingFor(state);
  const redirectUri = attempt ? attempt.redirectUri : context.store.authorizationRequests.redirectUriOf(state);
  if (redirectUri === undefined || !url.startsWith(`${redirectUri}?`)) return false;
  finishAuthorization(context, url).catch(() => undefined);
  return true;
}
