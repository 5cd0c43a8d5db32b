import { FormMatcher } from './form-matcher.ts';

/** Bytes from one place of the stream to another, which some spelling covers. */
interface Range {
  from: number;
  to: number;
  /** Its gap has been handed out. */
  isMarked: boolean;
}

/**
 * Takes every byte that belongs to one of these spellings out of a stream and leaves a gap for each run of spellings that
 * overlap. It holds back only what may be the beginning of one. The time and memory it takes grow with the bytes alone,
 * also where they arrive one by one.
 */
export class SecretStripper {
  readonly #matchers: FormMatcher[];
  readonly #gap: Uint8Array;
  /** What is held back, from `#from` to `#to`; never written over, because parts of it have been handed out. */
  #buffer = new Uint8Array();
  #from = 0;
  #to = 0;
  /** Places in the stream: of the first byte that is held back, and behind the last that came. */
  #emitted = 0;
  #seen = 0;
  #ranges: Range[] = [];

  constructor(forms: readonly string[], gap: string) {
    this.#matchers = forms.map((form) => new FormMatcher(form));
    this.#gap = Buffer.from(gap);
  }

  /** What no later byte can change. */
  push(bytes: Uint8Array): Buffer<ArrayBuffer> {
    this.#hold(bytes);
    for (const byte of bytes) {
      this.#seen += 1;
      for (const matcher of this.#matchers)
        if (matcher.endsWith(byte)) this.#remove(this.#seen - matcher.length, this.#seen);
    }
    return this.#emit(this.#seen - Math.max(0, ...this.#matchers.map(({ partialMatch }) => partialMatch)));
  }

  /** The rest. */
  end(): Buffer<ArrayBuffer> {
    return this.#emit(this.#seen);
  }

  /** Moves what is held back as seldom as its length doubles, not at every byte. */
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

  /** Occurrences are told by where they end: one that ends later may begin earlier than others, and cover them. */
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

  /** What is held back before this place of the stream, and no longer. */
  #take(end: number): Uint8Array {
    const length = Math.max(end - this.#emitted, 0);
    this.#emitted += length;
    this.#from += length;
    return this.#buffer.subarray(this.#from - length, this.#from);
  }
}
