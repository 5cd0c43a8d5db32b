/** The listeners of one event. */
export class Followers<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Adds a listener. Returns a function that removes it. */
  add(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  /** Returns a function that removes all listeners that are added from now on. */
  mark(): () => void {
    const before = new Set(this.#listeners);
    return () => {
      for (const listener of this.#listeners) if (!before.has(listener)) this.#listeners.delete(listener);
    };
  }
}
