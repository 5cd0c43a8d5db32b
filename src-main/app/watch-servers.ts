import type { Principal, ServerView } from '../../src-preload/contract.ts';
import { serverViews } from '../connections/connection-view.ts';
import type { Context, DomainEvent } from '../connections/context.ts';
import { principalOf, type Session } from '../connections/slot.ts';

/** Lets the first screen load before, in milliseconds. */
const startsAfter = 2000;

/** Collects a burst of changes into one look, in milliseconds. */
const settling = 150;
/** Statuses also change with time: a sign-in is about to expire. */
const everyMinute = 60_000;

/**
 * Keeps the desktop half up to date with the active session's servers: looks after every change, once a minute, and
 * when a sign-in expires. Returns an event handler, a function that looks at once, and one that stops it.
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
    // Shown when it happens, not up to a minute later.
    if (ends < everyMinute) ending = setTimeout(lookNow, Math.max(ends, settling)).unref();
  };
  let ending: NodeJS.Timeout | undefined;
  let waiting: NodeJS.Timeout | undefined = setTimeout(lookNow, startsAfter).unref();
  const timer = setInterval(lookNow, everyMinute).unref();
  return {
    lookNow,
    follow(event) {
      // At once: an attempt may have ended before the delayed look.
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

/** When the first sign-in expires that cannot be renewed. */
function soonestEnd(servers: readonly ServerView[]): number {
  const ends = servers.map(({ status }) =>
    status.state === 'signed_in' && !status.renewable ? (status.expiresAt ?? Infinity) : Infinity,
  );
  return Math.min(...ends);
}
