/** Begins `work` after so many milliseconds, or for the first who asks before; whoever asks shares it. */
export function later<T>(milliseconds: number, work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  const begin = () => (begun ??= work());
  setTimeout(() => void begin(), milliseconds).unref();
  return begin;
}
