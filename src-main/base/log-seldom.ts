import type { Log, LogFacts } from './log.ts';

/**
 * A rate-limited log for messages that outsiders can cause: at most one per `every` milliseconds, with the number of
 * suppressed ones. Without it, they could push important entries out of the log.
 */
export function logSeldom(log: Log, now: () => number, every = 60_000): (message: string, facts?: LogFacts) => void {
  let last = -Infinity;
  let leftOut = 0;
  return (message, facts = {}) => {
    const at = now();
    // Logs if the clock was set back.
    if (at >= last && at < last + every) {
      leftOut += 1;
      return;
    }
    log.info(message, { ...facts, ...(leftOut > 0 && { leftOut }) });
    last = at;
    leftOut = 0;
  };
}
