interface Pause {
  failures: number;
  since: number;
  until: number;
}

interface BackOffOptions {
  /** Milliseconds after the first failure, doubled by each further one. */
  first: number;
  longest: number;
}

/** Exponential back-off per key: how often something failed in a row, and until when to pause. */
export class BackOff {
  readonly #pauses = new Map<string, Pause>();
  readonly #options: BackOffOptions;

  constructor(options: BackOffOptions) {
    this.#options = options;
  }

  /** Counts a failure. `asked`: the minimum pause that the server asked for, in milliseconds. */
  failed(key: string, now: number, asked = 0): void {
    const { first, longest } = this.#options;
    const failures = (this.#pauses.get(key)?.failures ?? 0) + 1;
    const pause = Math.min(first * 2 ** (failures - 1), longest);
    this.#pauses.set(key, { failures, since: now, until: now + Math.max(pause, asked) });
  }

  /**
   * The end of the key's pause; undefined if there is none. A pause that begins in the future is ignored, because the
   * clock was set back.
   */
  until(key: string, now: number): number | undefined {
    const pause = this.#pauses.get(key);
    return pause && pause.since <= now && now < pause.until ? pause.until : undefined;
  }

  /** Resets the key, after a success or a change of settings. */
  clear(key: string): void {
    this.#pauses.delete(key);
  }
}
