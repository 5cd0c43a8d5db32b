import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole window; runs only while it has listeners. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, rounded down to `every` milliseconds, so that texts in minutes are not rendered every second. */
export function useNow(every = 15_000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / every) * every);
}

/** The time since the page was loaded, in milliseconds, unaffected by clock changes; rounded down to seconds. */
export function useElapsed(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(performance.now() / 1000) * 1000);
}
