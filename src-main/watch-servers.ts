import type { Principal, ServerView } from '../src-preload/contract.ts';
import { serverViews } from './connections/connection-view.ts';
import type { Context, DomainEvent } from './connections/context.ts';
import { principalOf, type Session } from './connections/slot.ts';

/** The first screen goes first, in milliseconds. */
const startsAfter = 2000;

/** Changes come in flocks: one look is enough for all of them, in milliseconds. */
const settling = 150;
/** Times pass without any event: a sign-in is about to end. */
const everyMinute = 60_000;

/**
 * Has the desktop half look at the servers of whoever sits here: after every change, once a minute, and when a sign-in ends
 * by itself. Returns what to do with events, a look that does not wait, and the function that stops it.
 */
export function watchServers(
  context: Context,
  activeSession: () => Session | undefined,
  look: (servers: ServerView[], now: number, me: Principal) => void,
): { follow: (event: Pick<DomainEvent, 'type'>) => void; lookNow: () => void; stop: () => void } {
  const lookNow = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    clearTimeout(ending);
    const session = activeSession();
    if (!session) return;
    const [servers, now] = [serverViews(context, session), context.now()];
    look(servers, now, principalOf(context, session));
    const ends = soonestEnd(servers) - now;
    // Told when it is so, and not up to a minute later.
    if (ends < everyMinute) ending = setTimeout(lookNow, Math.max(ends, settling)).unref();
  };
  let ending: NodeJS.Timeout | undefined;
  let waiting: NodeJS.Timeout | undefined = setTimeout(lookNow, startsAfter).unref();
  const timer = setInterval(lookNow, everyMinute).unref();
  return {
    lookNow,
    follow(event) {
      // What ends before the flock has settled was there all the same.
      if (event.type === 'connection_completed') lookNow();
      else if (event.type !== 'activity_recorded') waiting ??= setTimeout(lookNow, settling).unref();
    },
    stop() {
      clearInterval(timer);
      clearTimeout(waiting);
      clearTimeout(ending);
    },
  };
}

/** When the first of the sign-ins ends that nothing renews. */
function soonestEnd(servers: readonly ServerView[]): number {
  const ends = servers.map(({ status }) =>
    status.state === 'signed_in' && !status.renewable ? (status.expiresAt ?? Infinity) : Infinity,
  );
  return Math.min(...ends);
}
