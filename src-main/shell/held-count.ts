/**
 * A count that rises at once and falls late, because replacing the tray's menu closes an open one: agents make calls
 * that take a moment, one after the other.
 */
export class HeldCount {
  readonly #hold: number;
  #shown = 0;
  #seenAt = -Infinity;

  /** @param hold in milliseconds: how long a count is shown after it was true for the last time */
  constructor(hold: number) {
    this.#hold = hold;
  }

  /** What to show now; `due`: in how many milliseconds that may fall, where it may. */
  see(count: number, now: number): { count: number; due?: number } {
    const left = this.#seenAt + this.#hold - now;
    if (count >= this.#shown || left <= 0) {
      this.#shown = count;
      this.#seenAt = now;
      return { count };
    }
    return { count: this.#shown, due: left };
  }
}
