import type { Context } from '../connections/context.ts';
import { finishAuthorization } from '../connections/sign-in/finish-authorization.ts';
import { stateOfResponse } from '../oauth/authorization-response.ts';

/**
 * Finishes the sign-in that waits for this URL, in the background: its end is published. Returns false if none waits
 * for it at this address; then nothing happens, because any web page can send a request to a listener.
 */
export function receiveOnLoopback(context: Context, url: string): boolean {
  const state = stateOfResponse(url);
  const attempt = state === undefined ? undefined : context.attempts.waitingFor(state);
  if (!attempt || !url.startsWith(`${attempt.redirectUri}?`)) return false;
  finishAuthorization(context, url).catch(() => undefined);
  return true;
}
