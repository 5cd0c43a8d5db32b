/** In characters: a longer id belongs to no agent that works. */
const longestId = 1024;

const [quote, backslash, colon, comma, openBrace, closeBrace, openBracket, closeBracket] = Buffer.from('"\\:,{}[]');

/**
 * Finds the `id` of a JSON-RPC message that is too long to keep, byte by byte: depth and strings, no parser. The bytes
 * may come in any pieces.
 */
export class TopLevelId {
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** What was read at depth 1 since the last comma or colon. */
  #text = '';
  #key = '';
  #id: string | undefined;

  /** The id as it was written; undefined if there is none, as with a notification. */
  get id(): string | undefined {
    return this.#id;
  }

  read(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#isInString) this.#readInString(byte);
      else this.#readOutside(byte);
    }
  }

  #readInString(byte: number): void {
    this.#keep(byte);
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) this.#isInString = false;
  }

  #readOutside(byte: number): void {
    switch (byte) {
      case quote:
        this.#isInString = true;
        return this.#keep(byte);
      case colon:
        if (this.#depth !== 1) return;
        this.#key = this.#text.trim();
        this.#text = '';
        return;
      case openBrace:
      case openBracket:
        this.#depth += 1;
        return;
      case comma:
        return this.#finish();
      case closeBrace:
      case closeBracket:
        this.#finish();
        this.#depth -= 1;
        return;
      default:
        this.#keep(byte);
    }
  }

  #finish(): void {
    if (this.#depth !== 1) return;
    const text = this.#text.trim();
    if (this.#key === '"id"' && /^(?:"|-?\d)/.test(text) && text.length <= longestId) this.#id = text;
    this.#key = '';
    this.#text = '';
  }

  #keep(byte: number): void {
    if (this.#depth === 1 && this.#text.length <= longestId) this.#text += String.fromCharCode(byte);
  }
}
