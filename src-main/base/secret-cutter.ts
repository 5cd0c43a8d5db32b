import { SpellingMatcher } from './spelling-matcher.ts';

/** Bytes from one place of the stream to another, which some spelling covers. */
interface Cut {
  from: number;
  to: number;
  /** Its gap has been handed out. */
  isTold: boolean;
}

/**
 * Takes every byte that belongs to one of these spellings out of a stream and leaves a gap for each run of spellings that
 * overlap. It holds back only what may be the beginning of one. The time and memory it takes grow with the bytes alone,
 * also where they arrive one by one.
 */
export class SecretCutter {
  readonly #matchers: SpellingMatcher[];
  readonly #gap: Uint8Array;
  /** What is held back, from `#from` to `#to`; never written over, because parts of it have been handed out. */
  #room = new Uint8Array();
  #from = 0;
  #to = 0;
  /** Places in the stream: of the first byte that is held back, and behind the last that came. */
  #handedOut = 0;
  #seen = 0;
  #cuts: Cut[] = [];

  constructor(spellings: readonly string[], gap: string) {
    this.#matchers = spellings.map((spelling) => new SpellingMatcher(spelling));
    this.#gap = Buffer.from(gap);
  }

  /** What no later byte can change. */
  push(bytes: Uint8Array): Buffer<ArrayBuffer> {
    this.#hold(bytes);
    for (const byte of bytes) {
      this.#seen += 1;
      for (const matcher of this.#matchers)
        if (matcher.endsWith(byte)) this.#cut(this.#seen - matcher.length, this.#seen);
    }
    return this.#handOut(this.#seen - Math.max(0, ...this.#matchers.map(({ begun }) => begun)));
  }

  /** The rest. */
  end(): Buffer<ArrayBuffer> {
    return this.#handOut(this.#seen);
  }

  /** Moves what is held back as seldom as its length doubles, not at every byte. */
  #hold(bytes: Uint8Array): void {
    if (this.#to + bytes.length > this.#room.length) {
      const held = this.#room.subarray(this.#from, this.#to);
      this.#room = new Uint8Array(2 * (held.length + bytes.length));
      this.#room.set(held);
      this.#from = 0;
      this.#to = held.length;
    }
    this.#room.set(bytes, this.#to);
    this.#to += bytes.length;
  }

  /** Occurrences are told by where they end: one that ends later may begin earlier than others, and cover them. */
  #cut(from: number, to: number): void {
    const cut: Cut = { from, to, isTold: false };
    for (let last = this.#cuts.at(-1); last && last.to > cut.from; last = this.#cuts.at(-1)) {
      this.#cuts.pop();
      cut.from = Math.min(cut.from, last.from);
      cut.isTold ||= last.isTold;
    }
    this.#cuts.push(cut);
  }

  #handOut(end: number): Buffer<ArrayBuffer> {
    const pieces: Uint8Array[] = [];
    let over = 0;
    for (const cut of this.#cuts) {
      if (cut.from >= end) break;
      if (!cut.isTold) pieces.push(this.#take(cut.from), this.#gap);
      cut.isTold = true;
      this.#take(Math.min(cut.to, end));
      if (cut.to <= end) over += 1;
    }
    this.#cuts.splice(0, over);
    pieces.push(this.#take(end));
    return Buffer.concat(pieces);
  }

  /** What is held back before this place of the stream, and no longer. */
  #take(end: number): Uint8Array {
    const length = Math.max(end - this.#handedOut, 0);
    this.#handedOut += length;
    this.#from += length;
    return this.#room.subarray(this.#from - length, this.#from);
  }
}
