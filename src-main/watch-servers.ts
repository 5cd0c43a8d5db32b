import type { Asker, ServerView } from '../src-preload/contract.ts';
import { serverViews } from './connections/connection-view.ts';
import type { Context, DomainEvent } from './connections/context.ts';
import { askerOf, type Session } from './connections/slot.ts';

/** The first screen goes first, in milliseconds. */
const startsAfter = 2000;

/** Changes come in flocks: one look is enough for all of them, in milliseconds. */
const settling = 150;
/** Times pass without any event: a sign-in ends, or is about to. */
const everyMinute = 60_000;

/**
 * Has the desktop half look at the servers of whoever sits here, after every change and once a minute. Returns what to do with
 * events, a look that does not wait, and the function that stops it.
 */
export function watchServers(
  context: Context,
  whoSitsHere: () => Session | undefined,
  look: (servers: ServerView[], now: number, me: Asker) => void,
): { follow: (event: Pick<DomainEvent, 'type'>) => void; lookNow: () => void; stop: () => void } {
  const lookNow = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    const session = whoSitsHere();
    if (session) look(serverViews(context, session), context.now(), askerOf(context, session));
  };
  let waiting: NodeJS.Timeout | undefined = setTimeout(lookNow, startsAfter).unref();
  const timer = setInterval(lookNow, everyMinute).unref();
  return {
    lookNow,
    follow(event) {
      if (event.type !== 'activity_recorded') waiting ??= setTimeout(lookNow, settling).unref();
    },
    stop() {
      clearInterval(timer);
      clearTimeout(waiting);
    },
  };
}
