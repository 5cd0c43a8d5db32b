import type { Context } from '../connections/context.ts';
import { finishAuthorization } from '../connections/sign-in/finish-authorization.ts';
import { isFault } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { AppLink } from '../redirect/app-link.ts';

interface Receiver {
  started: () => Promise<{ context: Context }>;
  show: () => void;
  /** Whether a page of ours offers the way back just now. */
  isOffered: () => boolean;
  /** For what any page can cause, as often as it likes. */
  logSeldom: Log['info'];
}

/**
 * Does what a link asks for. Any page can fire one: an answer that nobody waits for changes nothing and does not bring
 * the window forward. Returns whether somebody wanted it.
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
    await finishAuthorization(context, link.url);
    show();
  } catch (error) {
    if (isFault(error, 'state_unknown', 'response_invalid')) {
      logSeldom('a link that nobody waits for', { code: error.code });
      return false;
    }
    // What went wrong stands in the window by now.
    show();
  }
  return true;
}
