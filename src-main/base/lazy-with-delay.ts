/** Runs `work` once, after this delay or at the first call, whichever is earlier; all calls share the result. */
export function lazyWithDelay<T>(milliseconds: number, work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  const begin = () => (running ??= work());
  setTimeout(() => void begin(), milliseconds).unref();
  return begin;
}
