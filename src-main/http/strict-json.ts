import { Fault } from '../base/fault.ts';
import { mapStream } from '../base/map-stream.ts';
import { Nesting } from './nesting.ts';

/** The greatest depth of metadata and of authorization servers' responses. */
const deepestAnswer = 32;
/**
 * The greatest depth of MCP messages: schemas and results of tools nest deeper than metadata, but readers' stacks are
 * finite.
 */
export const deepestMessage = 256;
/** A list of tools or a result of a million values keeps the main process busy for half a second already. */
export const mostValues = 1_000_000;

/**
 * Checks a buffered body that claims to be JSON, or begins like it. Throws `answer_malformed` if it is not strict UTF-8
 * without a byte order mark (RFC 8259 section 8.1) or nests deeper than 32. Every buffered response passes here, so
 * later parsers, the OAuth library included, only see checked JSON.
 */
export function assertStrictJson(bytes: Uint8Array, contentType: string, host: string): void {
  if (!claimsJson(contentType) && !looksLikeJson(bytes)) return;
  const check = new StrictJson(host, deepestAnswer);
  check.push(bytes);
  check.end();
}

/**
 * The same for streamed JSON, with a depth of 256, and `answer_too_large` for more than a million values. Other content
 * passes unchanged.
 */
export function strictJsonStream(
  body: ReadableStream<Uint8Array>,
  contentType: string,
  host: string,
): ReadableStream<Uint8Array> {
  if (!claimsJson(contentType)) return body;
  const check = new StrictJson(host, deepestMessage);
  return mapStream(body, {
    chunk(chunk) {
      check.push(chunk);
      return chunk;
    },
    end: () => check.end(),
  });
}

/** The fault for JSON that cannot be parsed safely. */
export function malformedJson(host: string, why: string, cause?: unknown): Fault {
  return new Fault('answer_malformed', `${host} sent JSON ${why}`, { values: { host }, cause });
}

/** The fault for JSON with too many values. */
export function tooManyValues(host: string): Fault {
  return new Fault('answer_too_large', `${host} sent more than ${mostValues} values`, { values: { host } });
}

/** A streaming decoder of strict UTF-8. Throws `answer_malformed` on invalid bytes. */
export function strictDecoder(host: string): (bytes: Uint8Array, stream: boolean) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return (bytes, stream) => {
    try {
      return decoder.decode(bytes, { stream });
    } catch (cause) {
      throw malformedJson(host, 'that is not UTF-8', cause);
    }
  };
}

class StrictJson {
  readonly #host: string;
  readonly #deepest: number;
  readonly #nesting = new Nesting();
  readonly #decode: ReturnType<typeof strictDecoder>;
  #begun = false;

  constructor(host: string, deepest: number) {
    this.#host = host;
    this.#deepest = deepest;
    this.#decode = strictDecoder(host);
  }

  push(bytes: Uint8Array): void {
    const text = this.#decode(bytes, true);
    if (!this.#begun && text.startsWith('\ufeff')) throw malformedJson(this.#host, 'with a byte order mark');
    this.#begun ||= text !== '';
    for (const byte of bytes) this.#nesting.next(byte);
    if (this.#nesting.most > this.#deepest) throw malformedJson(this.#host, `nested deeper than ${this.#deepest}`);
    if (this.#nesting.values > mostValues) throw tooManyValues(this.#host);
  }

  end(): void {
    this.#decode(new Uint8Array(), false);
  }
}

function claimsJson(contentType: string): boolean {
  return /[/+]json\b/i.test(contentType);
}

/**
 * Checked regardless of the content type, because some reader may parse it. Skips white space and a byte order mark.
 */
function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => !skipped.has(byte));
  return first !== undefined && begins.has(first);
}

const skipped = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);
const begins = new Set([0x5b, 0x7b]);
