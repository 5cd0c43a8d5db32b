/** How long the final page's button brings the window forward, in milliseconds. */
const longest = 5 * 60_000;

/**
 * Whether a link from the browser may bring Keyfob's window forward. Any page can open that link, so it works once
 * after each final page that Keyfob has served.
 */
export class ReturnVisit {
  #until = 0;

  /** Call when the page is served. */
  offer(now: number): void {
    this.#until = now + longest;
  }

  /** Whether the link may be followed now; each offer is used up by the first call. */
  take(now: number): boolean {
    const offered = now < this.#until;
    this.#until = 0;
    return offered;
  }
}
