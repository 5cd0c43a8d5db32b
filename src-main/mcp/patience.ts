import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client';

/**
 * The time-out of a call, which the library cannot hold: it begins again with each sign of life, and does not run while
 * the user is asked something.
 */
export class Patience {
  readonly #abort = new AbortController();
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #asked = 0;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.renew();
  }

  /** Aborts with what the library throws for a time-out. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  renew(): void {
    clearTimeout(this.#timer);
    if (this.#asked > 0) return;
    this.#timer = setTimeout(() => {
      this.#abort.abort(new SdkError(SdkErrorCode.RequestTimeout, 'no sign of life'));
    }, this.#milliseconds);
  }

  /** Waits while the user is asked. */
  async pausedFor<T>(asking: Promise<T>): Promise<T> {
    this.#asked += 1;
    clearTimeout(this.#timer);
    try {
      return await asking;
    } finally {
      this.#asked -= 1;
      this.renew();
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
