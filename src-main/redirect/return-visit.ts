/** How long somebody may take to read the page that the browser shows at the end, in milliseconds. */
const longest = 5 * 60_000;

/**
 * Whether a page that offers the way back to Keyfob stands in the browser just now. Any page can fire the link behind that
 * offer; the window comes forward for it once after each page that Keyfob itself has handed out.
 */
export class ReturnVisit {
  #until = 0;

  /** The page was handed out. */
  offer(now: number): void {
    this.#until = now + longest;
  }

  /** Returns whether somebody may come back by it, which they may once. */
  take(now: number): boolean {
    const offered = now < this.#until;
    this.#until = 0;
    return offered;
  }
}
