import { FormMatcher } from './form-matcher.ts';

/** A range of stream positions that an occurrence covers. */
interface Range {
  from: number;
  to: number;
  /** Whether its gap has been output. */
  isMarked: boolean;
}

/**
 * Removes every occurrence of these byte strings from a stream, and outputs one gap for each run of overlapping ones.
 * Holds back only bytes that may begin an occurrence. Time and memory are linear in the number of bytes, even if they
 * arrive one by one.
 */
export class SecretStripper {
  readonly #matchers: FormMatcher[];
  readonly #gap: Uint8Array;
  /** The bytes held back, from `#from` to `#to`. Never overwritten, because parts of it have been output. */
  #buffer = new Uint8Array();
  #from = 0;
  #to = 0;
  /** Stream positions: of the first byte held back, and after the last one received. */
  #emitted = 0;
  #seen = 0;
  #ranges: Range[] = [];

  constructor(forms: readonly string[], gap: string) {
    this.#matchers = forms.map((form) => new FormMatcher(form));
    this.#gap = Buffer.from(gap);
  }

  /** Returns the bytes that later input cannot change. */
  push(bytes: Uint8Array): Buffer<ArrayBuffer> {
    this.#hold(bytes);
    for (const byte of bytes) {
      this.#seen += 1;
      for (const matcher of this.#matchers)
        if (matcher.endsWith(byte)) this.#remove(this.#seen - matcher.length, this.#seen);
    }
    return this.#emit(this.#seen - Math.max(0, ...this.#matchers.map(({ partialMatch }) => partialMatch)));
  }

  /** Returns the rest. */
  end(): Buffer<ArrayBuffer> {
    return this.#emit(this.#seen);
  }

  /** Grows the buffer by doubling, so that bytes are not copied for each chunk. */
  #hold(bytes: Uint8Array): void {
    if (this.#to + bytes.length > this.#buffer.length) {
      const held = this.#buffer.subarray(this.#from, this.#to);
      this.#buffer = new Uint8Array(2 * (held.length + bytes.length));
      this.#buffer.set(held);
      this.#from = 0;
      this.#to = held.length;
    }
    this.#buffer.set(bytes, this.#to);
    this.#to += bytes.length;
  }

  /** Occurrences are found by their end: a later one may begin earlier than others, and cover them. */
  #remove(from: number, to: number): void {
    const range: Range = { from, to, isMarked: false };
    for (let last = this.#ranges.at(-1); last && last.to > range.from; last = this.#ranges.at(-1)) {
      this.#ranges.pop();
      range.from = Math.min(range.from, last.from);
      range.isMarked ||= last.isMarked;
    }
    this.#ranges.push(range);
  }

  #emit(end: number): Buffer<ArrayBuffer> {
    const pieces: Uint8Array[] = [];
    let over = 0;
    for (const range of this.#ranges) {
      if (range.from >= end) break;
      if (!range.isMarked) pieces.push(this.#take(range.from), this.#gap);
      range.isMarked = true;
      this.#take(Math.min(range.to, end));
      if (range.to <= end) over += 1;
    }
    this.#ranges.splice(0, over);
    pieces.push(this.#take(end));
    return Buffer.concat(pieces);
  }

  /** Takes the held-back bytes before this stream position. */
  #take(end: number): Uint8Array {
    const length = Math.max(end - this.#emitted, 0);
    this.#emitted += length;
    this.#from += length;
    return this.#buffer.subarray(this.#from - length, this.#from);
  }
}
