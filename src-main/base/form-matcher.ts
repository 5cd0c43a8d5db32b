/**
 * Finds one byte string in a stream (Knuth, Morris and Pratt, "Fast pattern matching in strings"): the cost per byte
 * does not depend on the string's length, however often it begins without continuing.
 */
export class FormMatcher {
  readonly length: number;
  /** The number of the string's first bytes that match the end of the stream. */
  matched = 0;
  readonly #bytes: Uint8Array;
  /** For each number of matched bytes: the longest shorter prefix that they also end with. */
  readonly #failure: Uint32Array;

  constructor(form: string) {
    this.#bytes = Buffer.from(form);
    this.length = this.#bytes.length;
    this.#failure = new Uint32Array(this.length + 1);
    for (let end = 1, matched = 0; end < this.length; end++) {
      matched = this.#next(matched, this.#bytes[end]);
      this.#failure[end + 1] = matched;
    }
  }

  /** Whether an occurrence ends with this byte. Occurrences may overlap. */
  endsWith(byte: number): boolean {
    const full = this.matched === this.length;
    this.matched = this.#next(full ? (this.#failure[this.length] ?? 0) : this.matched, byte);
    return this.matched === this.length;
  }

  /** The number of bytes at the end that may continue to an occurrence. */
  get partialMatch(): number {
    return this.matched === this.length ? (this.#failure[this.length] ?? 0) : this.matched;
  }

  #next(matched: number, byte: number | undefined): number {
    let length = matched;
    while (length > 0 && this.#bytes[length] !== byte) length = this.#failure[length] ?? 0;
    return this.#bytes[length] === byte ? length + 1 : length;
  }
}
