import type { Readable } from 'node:stream';

/** The lines of a stream, one after the other, as they came: bytes that are no UTF-8 included (as `latin1`). */
export class Lines {
  readonly #whole: string[] = [];
  readonly #waiting: ((line: string | undefined) => void)[] = [];
  /** What came after the last line break, in pieces: to join them at each would take long for long lines. */
  #pieces: string[] = [];
  #ended = false;

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => {
      const [first = '', ...more] = chunk.toString('latin1').split('\n');
      this.#pieces.push(first);
      for (const piece of more) {
        this.#whole.push(this.rest);
        this.#pieces = [piece];
      }
      this.#serve();
    });
    const end = () => {
      this.#ended = true;
      this.#serve();
    };
    stream.on('end', end).on('close', end).on('error', end);
  }

  /** What came after the last line break. */
  get rest(): string {
    return this.#pieces.join('');
  }

  /** @returns undefined once the stream has ended and all its lines were read */
  next(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#serve();
    });
  }

  async nextJson<Value = Record<string, unknown>>(): Promise<Value> {
    const line = await this.next();
    if (line === undefined) throw new Error('The stream ended instead.');
    return JSON.parse(Buffer.from(line, 'latin1').toString()) as Value;
  }

  async all(): Promise<string[]> {
    const lines: string[] = [];
    for (let line = await this.next(); line !== undefined; line = await this.next()) lines.push(line);
    return lines;
  }

  #serve(): void {
    while (this.#waiting.length > 0 && (this.#whole.length > 0 || this.#ended))
      this.#waiting.shift()?.(this.#whole.shift());
  }
}
