/**
 * Asks all candidates concurrently and returns the first success in list order, not in time: preference decides, and
 * waiting ends as soon as it can. The other requests are aborted. Rejects with all reasons, in order, if every
 * candidate fails.
 */
export async function preferredAnswer<T>(
  candidates: readonly string[],
  ask: (candidate: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const answers = candidates.map((candidate) => ask(candidate, abort.signal));
  for (const answer of answers) answer.catch(() => undefined);
  const reasons: unknown[] = [];
  try {
    for (const answer of answers) {
      try {
        return await answer;
      } catch (reason) {
        reasons.push(reason);
      }
    }
  } finally {
    abort.abort();
  }
  throw new AggregateError(reasons, 'no candidate had an answer');
}
