/** Milliseconds of work, without those that a person needs. */
export class Stopwatch {
  #startedAt = performance.now();

  get milliseconds(): number {
    return performance.now() - this.#startedAt;
  }

  async without<T>(person: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await person();
    } finally {
      this.#startedAt += performance.now() - from;
    }
  }
}
