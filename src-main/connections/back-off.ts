interface Pause {
  failures: number;
  since: number;
  until: number;
}

interface BackOffOptions {
  /** Milliseconds after the first failure; twice as long after each more. */
  first: number;
  longest: number;
  /** How many failures in a row cost no pause. */
  free?: number;
}

/** Who failed, how often in a row, and until when they are left alone, by whatever key. */
export class BackOff {
  readonly #pauses = new Map<string, Pause>();
  readonly #options: Required<BackOffOptions>;

  constructor(options: BackOffOptions) {
    this.#options = { free: 0, ...options };
  }

  /** Counts a failure. `asked`: how long the other side wants to be left alone at least, in milliseconds. */
  failed(key: string, now: number, asked = 0): void {
    const { first, longest, free } = this.#options;
    const failures = (this.#pauses.get(key)?.failures ?? 0) + 1;
    const pause = failures > free ? Math.min(first * 2 ** (failures - free - 1), longest) : 0;
    this.#pauses.set(key, { failures, since: now, until: now + Math.max(pause, asked) });
  }

  /** When the key may be tried again; undefined where it may at once. A pause from the future is of a clock set back since. */
  until(key: string, now: number): number | undefined {
    const pause = this.#pauses.get(key);
    return pause && pause.since <= now && now < pause.until ? pause.until : undefined;
  }

  /** It worked, or it is another matter now. */
  clear(key: string): void {
    this.#pauses.delete(key);
  }
}
