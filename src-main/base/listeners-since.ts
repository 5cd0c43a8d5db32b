import type { EventEmitter } from 'node:events';

/** Returns a function that removes all listeners that are added to the emitter from now on. */
export function listenersSince(
  emitter: Pick<EventEmitter, 'eventNames' | 'rawListeners' | 'removeListener'>,
): () => void {
  const before = new Set(emitter.eventNames().flatMap((name) => emitter.rawListeners(name)));
  return () => {
    for (const name of emitter.eventNames()) {
      for (const listener of emitter.rawListeners(name))
        if (!before.has(listener)) emitter.removeListener(name, listener as () => void);
    }
  };
}
