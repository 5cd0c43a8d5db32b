import type { RequestListener } from 'node:http';
import { setImmediate as pause, setTimeout as wait } from 'node:timers/promises';

interface Span {
  asked: string;
  from: number;
  until: number;
}

/** The pages for the person: their requests are between the person and the authorization server. */
const personsPages = /\/(authorize|interaction)\b/;

/**
 * A proxy between servers and their clients: it delays every answer, and counts how many requests had to wait for
 * each other. Requests that a client sends in parallel overlap in that time, however slow the machine is.
 */
export class RoundTrips {
  readonly #milliseconds: number;
  #spans: Span[] = [];

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  readonly between = (answer: RequestListener): RequestListener => {
    return (request, response) => {
      if (personsPages.test(request.url ?? '')) answer(request, response);
      else void this.#take(`${request.method} ${request.url}`).then(() => answer(request, response));
    };
  };

  async #take(asked: string): Promise<void> {
    const span = { asked, from: performance.now(), until: Infinity };
    this.#spans.push(span);
    await wait(this.#milliseconds);
    // Requests that have arrived by now are parallel: after a pause of this process, timers run before arrivals.
    await pause();
    span.until = performance.now();
  }

  /** The longest chain of requests of which each came after the one before it was answered. */
  get sequential(): number {
    let count = 0;
    let last = -Infinity;
    for (const { from, until } of this.#spans.toSorted((a, b) => a.until - b.until)) {
      if (from < last) continue;
      last = until;
      count += 1;
    }
    return count;
  }

  /** Everything that was asked, in order of arrival. */
  get asked(): string[] {
    return this.#spans.map(({ asked }) => asked);
  }

  reset(): void {
    this.#spans = [];
  }
}
