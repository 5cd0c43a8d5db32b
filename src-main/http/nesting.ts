const quote = 0x22;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const comma = 0x2c;
const closers = new Set([0x5d, 0x7d]);

/**
 * Counts how deep JSON nests and how many values it holds, byte by byte and without building anything: a parser's or a reader's
 * stack is not endless, nor is the time that its many readers take for each value.
 */
export class Nesting {
  /** The deepest so far. */
  most = 0;
  /** At most as many as there are: an object or a list of one counts as one with it. */
  values = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;

  next(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (this.#inString) {
      if (byte === backslash) this.#escaped = true;
      else if (byte === quote) this.#inString = false;
    } else if (byte === quote) this.#inString = true;
    else if (byte === comma) this.values += 1;
    else if (openers.has(byte)) {
      this.values += 1;
      this.most = Math.max(this.most, ++this.#depth);
    } else if (closers.has(byte)) this.#depth = Math.max(this.#depth - 1, 0);
  }
}
