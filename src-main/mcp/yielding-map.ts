import { setImmediate } from 'node:timers/promises';

/** How long one turn may take, in milliseconds, before others have theirs. */
const longestTurn = 20;

/** Work that is long in all and short in each part, without keeping the main process from anything else. */
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
