import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole window: it ticks only while somebody looks at it. */
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

/** The time, rounded down to `every` milliseconds: a row that speaks of minutes is not drawn again each second. */
export function useNow(every = 15_000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / every) * every);
}

/** The time since the page began, in milliseconds, whatever becomes of the clock; rounded down to the second. */
export function useElapsed(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(performance.now() / 1000) * 1000);
}
