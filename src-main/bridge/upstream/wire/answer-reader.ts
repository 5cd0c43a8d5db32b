import { Fault } from '../../../base/fault.ts';
import { boundedText } from './limits.ts';
import { errorOf, idText, isResponse, readMessages, withId } from './messages.ts';
import { eventsIn, type ServerEvent } from './server-events.ts';
import type { Message } from '../upstream.ts';

/** How long a stream may go on after the answer, in milliseconds; the server should end it (MCP 2025-11-25). */
const longestRest = 1000;

/** How long to wait before a stream is resumed, where the server does not say, in milliseconds. */
const usualRetry = 1000;

interface Reading {
  host: string;
  /** What is not the answer. The response is not read on before this resolves. */
  onMessage: (message: Message) => Promise<void>;
  /** Ends the response that is being read. */
  abort: () => void;
  /** Whether a response on this stream answers another request, which has it then. */
  isOfOther?: (message: Message) => boolean;
}

/** Reads the responses to one request until the server's answer: the first one, and those that resume its stream. */
export class AnswerReader {
  readonly #request: Message;
  readonly #reading: Reading;
  /** A response that fits no request, such as an error without an id. The answer, if there is no other. */
  #stray: Message | undefined;
  /** The last event id, with which the stream can be resumed. */
  lastEventId: string | undefined;
  retry = usualRetry;
  /** Resolves when the response is read to its end, which may be after the answer. */
  ended: Promise<void> = Promise.resolve();

  constructor(request: Message, reading: Reading) {
    this.#request = request;
    this.#reading = reading;
  }

  /**
   * The answer in a response; undefined if it ended without one. Throws `answer_too_large`, `answer_malformed`, and
   * what reading throws.
   */
  async read(response: Response): Promise<Message | undefined> {
    const type = response.headers.get('content-type') ?? '';
    if (/^text\/event-stream\b/i.test(type) && response.body) return this.#readEvents(response.body);
    const { host } = this.#reading;
    const text = await boundedText(response, host);
    if (text.trim() === '') return undefined;
    // Other types were not checked as JSON, which could be nested too deep.
    if (!/[/+]json\b/i.test(type)) throw notMcp(host, response.status);
    return (await this.#choose(readMessages(text, host))) ?? this.takeStray();
  }

  /** What is left as an answer where no response has the request's id: it gets that id. */
  takeStray(): Message | undefined {
    const stray = this.#stray;
    this.#stray = undefined;
    return stray && withId(stray, idText(this.#request));
  }

  async #readEvents(body: ReadableStream<Uint8Array>): Promise<Message | undefined> {
    const events = eventsIn(body, this.#reading.host);
    let isHandedOver = false;
    try {
      for (;;) {
        const next = await events.next();
        if (next.done) return undefined;
        const answer = await this.#choose(this.#messagesIn(next.value));
        if (!answer) continue;
        if (this.#stray) await this.#reading.onMessage(this.#stray);
        isHandedOver = true;
        this.ended = this.#readRest(events);
        return answer;
      }
    } finally {
      if (!isHandedOver) await events.return();
    }
  }

  /** Lets the server end the stream, so that the connection can be used again; what it still sends is passed on. */
  async #readRest(events: AsyncGenerator<ServerEvent, void>): Promise<void> {
    const timer = setTimeout(this.#reading.abort, longestRest);
    try {
      for await (const event of events) await this.#choose(this.#messagesIn(event));
    } catch {
      // The answer is there: nothing is lost with the rest.
    } finally {
      clearTimeout(timer);
    }
  }

  #messagesIn({ data, id, retry }: ServerEvent): Message[] {
    if (id !== undefined) this.lastEventId = id === '' ? undefined : id;
    if (retry !== undefined) this.retry = retry;
    return data === '' ? [] : readMessages(data, this.#reading.host);
  }

  /** The answer among messages of a batch. The others are passed on, in order. */
  async #choose(messages: readonly Message[]): Promise<Message | undefined> {
    let answer: Message | undefined;
    for (const message of messages) {
      if (!isResponse(message)) await this.#reading.onMessage(message);
      else if (!answer && message.value['id'] === this.#request.value['id']) answer = message;
      else if (!this.#reading.isOfOther?.(message)) await this.#keepStray(message);
    }
    return answer;
  }

  async #keepStray(message: Message): Promise<void> {
    const { id } = message.value;
    const own = this.#request.value['id'];
    const isMeant =
      id === undefined || id === null ? errorOf(message) : isScalar(id) && isScalar(own) && `${id}` === `${own}`;
    if (isMeant) this.#stray ??= message;
    else await this.#reading.onMessage(message);
  }
}

const isScalar = (id: unknown): id is string | number => typeof id === 'string' || typeof id === 'number';

const notMcp = (host: string, status: number): Fault =>
  new Fault('not_an_mcp_server', `${host} answered with something else than JSON`, {
    values: { host, status },
    mayHaveRun: true,
  });
