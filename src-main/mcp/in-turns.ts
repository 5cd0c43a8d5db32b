import { setImmediate } from 'node:timers/promises';

/** How long one turn may take, in milliseconds, before others have theirs. */
const longestTurn = 20;

/** Work that is long in all and short in each part, without keeping the main process from anything else. */
export class InTurns {
  #began = performance.now();

  async map<From, To>(all: readonly From[], change: (one: From) => To): Promise<To[]> {
    const changed: To[] = [];
    for (const one of all) {
      if (performance.now() - this.#began > longestTurn) {
        await setImmediate();
        this.#began = performance.now();
      }
      changed.push(change(one));
    }
    return changed;
  }
}
