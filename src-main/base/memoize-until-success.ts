/**
 * Begins `work` for the first who asks, and shares it with all who ask after that. What failed is begun anew by the next who
 * asks: a disk that was full, or a file that another process held, may be otherwise a moment later.
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
