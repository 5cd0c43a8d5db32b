/** Whether the user has paused all agents: then their calls wait. */
export class Pause {
  #isPaused = false;
  readonly #waiting = new Set<() => void>();

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Returns whether that is a change. */
  set(isPaused: boolean): boolean {
    const isChange = isPaused !== this.#isPaused;
    this.#isPaused = isPaused;
    if (!isPaused) for (const go of this.#waiting) go();
    return isChange;
  }

  /** Resolves once agents are not paused. Rejects with the signal's reason on abort. */
  over(signal: AbortSignal): Promise<void> {
    if (!this.#isPaused) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (then: () => void) => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', giveUp);
        then();
      };
      const go = () => settle(resolve);
      const giveUp = () => settle(() => reject(signal.reason as Error));
      if (signal.aborted) return giveUp();
      this.#waiting.add(go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
