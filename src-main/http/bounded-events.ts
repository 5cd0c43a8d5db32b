import { Fault } from '../base/fault.ts';
import { mapStream } from '../base/map-stream.ts';
import { Nesting } from './nesting.ts';
import { deepestMessage, malformedJson, mostValues, strictDecoder, tooManyValues } from './strict-json.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;
const data = Buffer.from('data');
/** Some readers skip a byte order mark before the first line, even one that was encoded twice. */
const marks = new Set([0xef, 0xbb, 0xbf, 0xc3, 0xaf, 0xc2]);

/**
 * A stream of server-sent events, which may last for days. The limits apply per event, because a reader buffers an
 * event until the empty line that ends it. Errors with `answer_too_large` if an event exceeds `limit` bytes or a
 * million JSON values, and with `answer_malformed` if bytes are not UTF-8 or the JSON nests too deep. The JSON of an
 * event is its joined `data` lines (HTML, "Interpreting an event stream"); other fields are ignored.
 */
export function boundedEvents(
  body: ReadableStream<Uint8Array>,
  limit: number,
  host: string,
): ReadableStream<Uint8Array> {
  const decode = strictDecoder(host);
  const event = new DataLines();
  let size = 0;
  let previous = 0;
  let begun = false;
  const refuseExcess = () => {
    if (event.deepest > deepestMessage) throw malformedJson(host, `nested deeper than ${deepestMessage}`);
    if (event.values > mostValues) throw tooManyValues(host);
    if (size <= limit) return;
    throw new Fault('answer_too_large', `${host} sent an event of more than ${limit} bytes`, { values: { host } });
  };
  const next = (byte: number) => {
    const endsPair = byte === lineFeed && previous === carriageReturn;
    previous = byte;
    if (endsPair) return;
    size += 1;
    begun ||= !marks.has(byte);
    if (!begun) return;
    if (byte !== lineFeed && byte !== carriageReturn) event.next(byte);
    else if (event.lineIsEmpty) {
      refuseExcess();
      size = 0;
      event.end();
    } else event.endLine();
  };
  return mapStream(body, {
    chunk(chunk) {
      decode(chunk, true);
      for (const byte of chunk) next(byte);
      refuseExcess();
      return chunk;
    },
  });
}

/** Measures nesting and number of values of one event's data: its `data` lines, joined by line feeds. */
class DataLines {
  #nesting = new Nesting();
  #lines = 0;
  #length = 0;
  /** How many bytes of the field name match `data` so far; undefined after a mismatch. */
  #named: number | undefined = 0;
  #inData = false;

  get deepest(): number {
    return this.#nesting.most;
  }

  get values(): number {
    return this.#nesting.values;
  }

  get lineIsEmpty(): boolean {
    return this.#length === 0;
  }

  next(byte: number): void {
    this.#length += 1;
    if (this.#inData) this.#nesting.next(byte);
    else if (this.#named === data.length) {
      this.#named = undefined;
      if (byte === colon) this.#begin();
    } else if (this.#named !== undefined) this.#named = byte === data[this.#named] ? this.#named + 1 : undefined;
  }

  endLine(): void {
    // A line with the field name alone is an empty data line.
    if (this.#named === data.length) this.#begin();
    this.#length = 0;
    this.#named = 0;
    this.#inData = false;
  }

  end(): void {
    this.#nesting = new Nesting();
    this.#lines = 0;
  }

  #begin(): void {
    if (this.#lines > 0) this.#nesting.next(lineFeed);
    this.#lines += 1;
    this.#inData = true;
  }
}
