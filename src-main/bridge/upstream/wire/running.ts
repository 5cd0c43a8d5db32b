import { closedHere } from './lost-answer.ts';
import type { Message, RequestOptions } from '../upstream.ts';

/** How long an answer may still come after a request was cancelled, in milliseconds. Its stream ends then. */
const lingering = 10_000;

/** One request that waits for its answer. */
export interface Running {
  request: Message;
  /** Ends its response, on whatever connection that arrives. */
  abort: (reason?: unknown) => void;
  signal: AbortSignal;
  /** Called with the answer, if that arrives on the stream of another request. */
  answer: (message: Message) => void;
  /** Resolves to that answer. */
  answered: Promise<Message>;
}

/** The requests that wait for an answer, so that all of them can end with the agent's connection. */
export class RunningRequests {
  readonly #running = new Set<Running>();
  #isClosed = false;

  /** Gives a response to the request that it answers, and returns whether one runs. */
  give(message: Message, except?: Running): boolean {
    for (const running of this.#running) {
      if (running === except || running.request.value['id'] !== message.value['id']) continue;
      running.answer(message);
      return true;
    }
    return false;
  }

  /**
   * Does the work of one request. `cancel` is called when the agent cancels: with `'end'` as its result, the response
   * ends at once, with `'linger'` after 10 s. Rejects with the signal's reason then.
   */
  async run(
    request: Message,
    { signal }: Pick<RequestOptions, 'signal'>,
    cancel: () => 'end' | 'linger',
    work: (running: Running) => Promise<{ answer: Message; ended: Promise<void> }>,
  ): Promise<Message> {
    signal.throwIfAborted();
    if (this.#isClosed) throw closedHere();
    const abort = new AbortController();
    const { promise: answered, resolve } = Promise.withResolvers<Message>();
    const running: Running = {
      request,
      answered,
      signal: abort.signal,
      abort: (reason) => abort.abort(reason),
      answer: (message) => {
        resolve(message);
        running.abort();
      },
    };
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      if (cancel() === 'end') running.abort(signal.reason);
      else timer = setTimeout(running.abort, lingering, signal.reason).unref();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this.#running.add(running);
    let ended = Promise.resolve();
    try {
      const done = await work(running);
      ended = done.ended;
      return done.answer;
    } catch (error) {
      running.abort();
      signal.throwIfAborted();
      throw this.#isClosed ? closedHere() : error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
      // What the server sends after the answer is still read.
      void ended.finally(() => this.#running.delete(running));
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const { abort } of this.#running) abort();
  }
}
