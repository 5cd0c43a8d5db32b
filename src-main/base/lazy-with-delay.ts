/** Begins `work` after so many milliseconds, or for the first who asks before; whoever asks shares it. */
export function lazyWithDelay<T>(milliseconds: number, work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  const begin = () => (running ??= work());
  setTimeout(() => void begin(), milliseconds).unref();
  return begin;
}
