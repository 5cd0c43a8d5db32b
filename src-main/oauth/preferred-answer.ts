/**
 * Asks all candidates side by side and returns the answer of the first one in the list that has any, not of the
 * quickest: order of preference decides, and waiting ends as soon as it can. The rest is aborted. Rejects with the
 * reasons, in order, when none has an answer.
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
