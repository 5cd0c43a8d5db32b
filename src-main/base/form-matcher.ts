/**
 * Finds one spelling of a secret in bytes that arrive one by one (Knuth, Morris and Pratt, "Fast pattern matching in
 * strings"): what the next byte costs does not grow with the spelling, however often it begins without going on.
 */
export class FormMatcher {
  readonly length: number;
  /** How many of the spelling's first bytes are the last that came. */
  matched = 0;
  readonly #bytes: Uint8Array;
  /** For each number of matched bytes: the most of the first bytes, but fewer, that these end with as well. */
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

  /** Whether the spelling ends with this byte. Occurrences may overlap. */
  endsWith(byte: number): boolean {
    const full = this.matched === this.length;
    this.matched = this.#next(full ? (this.#failure[this.length] ?? 0) : this.matched, byte);
    return this.matched === this.length;
  }

  /** How many bytes at the end may go on to be the spelling. */
  get partialMatch(): number {
    return this.matched === this.length ? (this.#failure[this.length] ?? 0) : this.matched;
  }

  #next(matched: number, byte: number | undefined): number {
    let length = matched;
    while (length > 0 && this.#bytes[length] !== byte) length = this.#failure[length] ?? 0;
    return this.#bytes[length] === byte ? length + 1 : length;
  }
}
