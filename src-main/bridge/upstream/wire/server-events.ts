import { mostAnswer, tooLarge } from './limits.ts';

/** One event, or only its id or retry time, which servers send to say where a stream can be resumed. */
export interface ServerEvent {
  data: string;
  id: string | undefined;
  /** In milliseconds. */
  retry: number | undefined;
}

/**
 * The events of a stream, as the HTML Standard interprets them ("Interpreting an event stream"). Reads no further than
 * the caller asks, so that a slow agent holds the server back. Events of other types than `message` have no data here.
 * Throws `answer_too_large` for an event of more than 10 MB, and what reading throws.
 */
export async function* eventsIn(body: ReadableStream<Uint8Array>, host: string): AsyncGenerator<ServerEvent, void> {
  const lines = new Lines();
  let event = new PendingEvent(host);
  for await (const chunk of body) {
    for (const line of lines.push(chunk)) {
      if (line !== '') event.add(line);
      else if (event.isEmpty) event = new PendingEvent(host);
      else {
        yield event.end();
        event = new PendingEvent(host);
      }
    }
    event.assertSize(lines.pending);
  }
}

/** In milliseconds: a timer that is longer, or that is doubled a few times, would end at once. */
const longestRetry = 86_400_000;

class PendingEvent {
  readonly #host: string;
  readonly #data: string[] = [];
  #size = 0;
  #type = '';
  #id: string | undefined;
  #retry: number | undefined;

  constructor(host: string) {
    this.#host = host;
  }

  get isEmpty(): boolean {
    return this.#data.length === 0 && this.#id === undefined && this.#retry === undefined;
  }

  add(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') {
      this.#data.push(value);
      this.#size += value.length;
      this.assertSize(0);
    } else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.#retry = Math.min(Number(value), longestRetry);
  }

  /** Counts characters, of which a message of only ASCII has as many as bytes; the exact size is checked at the end. */
  assertSize(pending: number): void {
    if (this.#size + pending > mostAnswer) throw tooLarge(this.#host);
  }

  end(): ServerEvent {
    const isMessage = this.#type === '' || this.#type === 'message';
    const data = isMessage ? this.#data.join('\n') : '';
    if (data.length > mostAnswer / 4 && Buffer.byteLength(data) > mostAnswer) throw tooLarge(this.#host);
    return { data, id: this.#id, retry: this.#retry };
  }
}

/** Cuts a stream of bytes into lines, which end with CR, LF or both. */
class Lines {
  readonly #decoder = new TextDecoder();
  #begun: string[] = [];
  #endsWithReturn = false;
  /** The length of the line that has begun. */
  pending = 0;

  *push(chunk: Uint8Array): Generator<string, void> {
    let text = this.#decoder.decode(chunk, { stream: true });
    if (this.#endsWithReturn && text.startsWith('\n')) text = text.slice(1);
    if (text === '') return;
    this.#endsWithReturn = text.endsWith('\r');
    const pieces = text.split(/\r\n|\r|\n/);
    const rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      const line = [...this.#begun, piece].join('');
      this.#begun = [];
      this.pending = 0;
      yield line;
    }
    if (rest === '') return;
    this.#begun.push(rest);
    this.pending += rest.length;
  }
}
