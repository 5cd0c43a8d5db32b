interface Limits {
  /** Of all connections together, in characters. */
  most: number;
  /** What each connection may always have, however much the others hold. */
  ofOne: number;
}

/**
 * How much text of agents may be in memory at once, over all connections: lines that are not complete yet, and what
 * waits for an answer. Without it, 1,024 connections could each hold what one may.
 */
export class TextBudget {
  readonly limits: Limits;
  /** What all connections hold, in characters. */
  held = 0;

  constructor(limits: Partial<Limits> = {}) {
    this.limits = { most: 256 * 1024 * 1024, ofOne: 65_536, ...limits };
  }

  share(): TextShare {
    return new TextShare(this);
  }
}

/** What one connection holds. */
export class TextShare {
  readonly #budget: TextBudget;
  #held = 0;

  constructor(budget: TextBudget) {
    this.#budget = budget;
  }

  fits(length: number): boolean {
    const { held, limits } = this.#budget;
    return this.#held + length <= limits.ofOne || held + length <= limits.most;
  }

  /** Counts so many characters more; less where it is negative. */
  add(length: number): void {
    this.#held += length;
    this.#budget.held += length;
  }

  /** The connection has ended. What it still gives back does not count. */
  release(): void {
    this.#budget.held -= this.#held;
    this.#held = 0;
    this.add = () => undefined;
  }
}
