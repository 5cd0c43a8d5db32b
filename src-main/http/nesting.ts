const quote = 0x22;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const comma = 0x2c;
const closers = new Set([0x5d, 0x7d]);

/**
 * Counts nesting depth and number of values of JSON, byte by byte and without building objects: deep nesting overflows
 * the stack of parsers and readers, and each value costs every later reader time.
 */
export class Nesting {
  /** The greatest depth so far. */
  most = 0;
  /** A lower bound of the number of values: an object or array with one member counts as one together with it. */
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

/** How deep a text of JSON nests, and how many values it has: not exact beyond these limits, where it ends. */
export function nestingOf(json: string, deepest: number, mostValues: number): Nesting {
  const nesting = new Nesting();
  for (let at = 0; at < json.length && nesting.most <= deepest && nesting.values <= mostValues; at += 1)
    nesting.next(json.charCodeAt(at));
  return nesting;
}
