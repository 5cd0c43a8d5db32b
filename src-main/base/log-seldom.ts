import type { Log, LogFacts } from './log.ts';

/**
 * A way to log what somebody else may cause as often as they like: at most once in `every` milliseconds, with the number of
 * times it was left out since. So nobody can push what matters out of the log.
 */
export function logSeldom(log: Log, now: () => number, every = 60_000): (message: string, facts?: LogFacts) => void {
  let last = -Infinity;
  let leftOut = 0;
  return (message, facts = {}) => {
    const at = now();
    // A clock that was set back must not silence it.
    if (at >= last && at < last + every) {
      leftOut += 1;
      return;
    }
    log.info(message, { ...facts, ...(leftOut > 0 && { leftOut }) });
    last = at;
    leftOut = 0;
  };
}
