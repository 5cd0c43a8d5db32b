import { setImmediate } from 'node:timers/promises';

/** How long to work before yielding to the event loop, in milliseconds. */
const longestTurn = 20;

/** Runs long work in short turns, so that the main process stays responsive. */
export class YieldingMap {
  #turnStartedAt = performance.now();

  async map<From, To>(items: readonly From[], change: (item: From) => To): Promise<To[]> {
    const changed: To[] = [];
    for (const item of items) {
      if (performance.now() - this.#turnStartedAt > longestTurn) {
        await setImmediate();
        this.#turnStartedAt = performance.now();
      }
      changed.push(change(item));
    }
    return changed;
  }
}
