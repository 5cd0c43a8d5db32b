const quote = 0x22;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/** Counts how deep JSON nests, byte by byte and without building anything: a parser's or a reader's stack is not endless. */
export class Nesting {
  /** The deepest so far. */
  most = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;

  next(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (this.#inString) {
      if (byte === backslash) this.#escaped = true;
      else if (byte === quote) this.#inString = false;
    } else if (byte === quote) this.#inString = true;
    else if (openers.has(byte)) this.most = Math.max(this.most, ++this.#depth);
    else if (closers.has(byte)) this.#depth = Math.max(this.#depth - 1, 0);
  }
}
