import { setTimeout } from 'node:timers/promises';
import { isFault } from '../../../base/fault.ts';
import { isEventStream, isOutage } from '../wire/lost-answer.ts';
import { readMessages } from '../wire/messages.ts';
import { eventsIn } from '../wire/server-events.ts';
import type { Message } from '../upstream.ts';

/** How long to wait before the stream is opened again, where the server does not say, in milliseconds. */
const usualRetry = 1000;
const shortestRetry = 100;
const longestRetry = 30_000;

interface Listening {
  host: string;
  /** Sends the GET that opens the stream, or continues it after an event. */
  open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>;
  /** Awaited before the stream is read on. */
  onMessage: (message: Message) => Promise<void>;
  /** The server no longer knows the stream that it had opened. */
  onForgotten: () => void;
  /** Waits so many milliseconds; rejects on abort. */
  pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * The stream on which a server sends what belongs to no request (MCP 2025-11-25, Transports, "Listening for Messages
 * from the Server"). It is opened again when it ends, and not at all at a server that has none.
 */
export class ListeningStream {
  readonly #listening: Listening;
  readonly #abort = new AbortController();
  #lastEventId: string | undefined;
  #retry = usualRetry;
  #wasOpen = false;
  /** Resolves when the stream is over and will not be opened again. */
  readonly ended: Promise<void>;
  isOver = false;
  /** The server has no such stream. */
  isRefused = false;

  constructor(listening: Listening) {
    this.#listening = listening;
    this.ended = this.#run().finally(() => (this.isOver = true));
  }

  close(): void {
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    const { pause = (milliseconds) => setTimeout(milliseconds, undefined, { signal }) } = this.#listening;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const response = await this.#listening.open(this.#lastEventId, signal);
        if (isEventStream(response) && response.body) {
          this.#wasOpen = true;
          // A server that ends each stream at once is asked ever less often.
          await this.#read(response.body, () => (failures = -1));
        } else if (await this.#isRefusedBy(response)) return;
      } catch (error) {
        if (!this.#canGoOn(error)) return;
      }
      const milliseconds = Math.min(Math.max(this.#retry, shortestRetry) * 2 ** Math.max(failures, 0), longestRetry);
      await pause(milliseconds, signal).catch(() => undefined);
    }
  }

  async #read(body: ReadableStream<Uint8Array>, onData: () => void): Promise<void> {
    const { host, onMessage } = this.#listening;
    for await (const { data, id, retry } of eventsIn(body, host)) {
      if (id !== undefined) this.#lastEventId = id === '' ? undefined : id;
      if (retry !== undefined) this.#retry = retry;
      if (data === '') continue;
      onData();
      for (const message of readMessages(data, host)) await onMessage(message);
    }
  }

  async #isRefusedBy(response: Response): Promise<boolean> {
    await response.body?.cancel();
    if (this.#wasOpen && response.status >= 500) return false;
    this.isRefused = !this.#wasOpen;
    if (this.#wasOpen) this.#listening.onForgotten();
    return true;
  }

  #canGoOn(error: unknown): boolean {
    if (this.#abort.signal.aborted) return false;
    if (isOutage(error)) return true;
    // Continued after the last event, the same message would come again.
    this.#lastEventId = undefined;
    return isFault(error, 'answer_too_large', 'answer_malformed');
  }
}
