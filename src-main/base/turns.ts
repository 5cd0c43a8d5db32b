/**
 * Lets a limited number of pieces of work run at once, the others in the order in which they came. `spares`: every
 * second turn is that of the last one that came, so that a burst holds up nothing that comes after it.
 */
export class Turns {
  readonly #most: number;
  readonly #spares: boolean;
  #isForLast = false;
  #running = 0;
  readonly #waiting = new Set<() => void>();

  constructor(most: number, { spares = false } = {}) {
    this.#most = most;
    this.#spares = spares;
  }

  /** Runs `work` when it is its turn. Throws the signal's reason if it aborts before. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#most) await this.#turn(signal);
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#next()?.();
    }
  }

  #next(): (() => void) | undefined {
    const [first] = this.#waiting;
    this.#isForLast = this.#spares && !this.#isForLast;
    return this.#isForLast ? [...this.#waiting].at(-1) : first;
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        this.#waiting.delete(begin);
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.delete(begin);
        reject(signal.reason as Error);
      };
      this.#waiting.add(begin);
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
