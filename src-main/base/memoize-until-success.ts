/**
 * Runs `work` at the first call and shares the result with all later calls. After a failure, the next call tries again:
 * a full disk or a locked file may be temporary.
 */
export function memoizeUntilSuccess<T>(work: () => Promise<T>): () => Promise<T> {
  let shared: Promise<T> | undefined;
  return () => {
    if (shared) return shared;
    const running = work();
    shared = running;
    running.catch(() => {
      if (shared === running) shared = undefined;
    });
    return running;
  };
}
