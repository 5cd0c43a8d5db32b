import type { Context } from '../connections/context.ts';
import { finishAuthorization } from '../connections/sign-in/finish-authorization.ts';
import { stateOfResponse, unprovedRefusal } from '../oauth/authorization-response.ts';
import { isFault } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { AppLink } from '../redirect/app-link.ts';

interface Receiver {
  started: () => Promise<{ context: Context }>;
  show: () => void;
  /** Whether one of our pages in the browser currently offers the way back. */
  isOffered: () => boolean;
  /** Rate-limited, for messages that any web page can cause. */
  logSeldom: Log['info'];
}

/**
 * Handles an app link. Any page can open one: a response without a stored request changes nothing and does not show the
 * window. Returns whether the link was expected.
 */
export async function receiveAppLink(
  link: AppLink,
  { started, show, isOffered, logSeldom }: Receiver,
): Promise<boolean> {
  if (link.kind === 'show') {
    const wanted = link.by === 'person' || isOffered();
    if (wanted) show();
    return wanted;
  }
  try {
    const { context } = await started();
    // Any page can open such a link: the window offers to stop waiting, and does not come forward.
    const refusal = unprovedRefusal(link.url);
    if (refusal && context.attempts.noteUnproved(link.url, refusal.words)) return false;
    await finishAuthorization(context, link.url);
    show();
  } catch (error) {
    // A response that is refused is the end of a sign-in, unlike a URL that is no response at all.
    if (isFault(error, 'state_unknown') || stateOfResponse(link.url) === undefined) {
      logSeldom('a link that nobody waits for', { code: isFault(error) ? error.code : 'internal' });
      return false;
    }
    // The window shows the error as the server's status.
    show();
  }
  return true;
}
