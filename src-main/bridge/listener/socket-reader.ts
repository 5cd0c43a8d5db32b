import type { Socket } from 'node:net';
import type { TextShare } from '../text-budget.ts';
import { TopLevelId } from './top-level-id.ts';

/** A line that was dropped. */
export interface TooLong {
  /** The id of the request, as it was written; undefined if it had none. */
  id: string | undefined;
  /** There was no room for it beside what all connections hold; else it was longer than a line may be. */
  hadNoRoom: boolean;
}

/** How long a line may be, in bytes, or how to tell for one of which so much has been read. */
export type Longest = number | ((length: number) => number);

const lineBreak = 10;

/** Other connections are served between the pieces. */
async function dropPiece(dropped: TopLevelId, piece: Buffer): Promise<void> {
  dropped.read(piece);
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Reads a socket only when its owner asks, so that the other end has to wait. Text is UTF-8; bytes that are not become
 * replacement characters.
 */
export class SocketReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    // At the end of the agent's messages, the socket stays open for what they are answered.
    this.#chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  }

  /**
   * The next line without its line break. Undefined at the end; what has no line break then is dropped.
   *
   * @param text - What the line counts for while it is read.
   */
  async line(longest: Longest, text?: TextShare): Promise<string | TooLong | undefined> {
    const pieces: Buffer[] = [];
    let length = 0;
    let dropped: TopLevelId | undefined;
    let hadNoRoom = false;
    try {
      for (;;) {
        const chunk = await this.#more();
        if (!chunk) return undefined;
        const end = chunk.indexOf(lineBreak);
        if (end >= 0) this.#rest = chunk.subarray(end + 1);
        const piece = end < 0 ? chunk : chunk.subarray(0, end);
        hadNoRoom ||= !dropped && text?.fits(piece.length) === false;
        if (
          dropped ||
          hadNoRoom ||
          length + piece.length > (typeof longest === 'number' ? longest : longest(length + piece.length))
        ) {
          dropped ??= new TopLevelId();
          for (const each of [...pieces.splice(0), piece]) await dropPiece(dropped, each);
        } else {
          length += piece.length;
          text?.add(piece.length);
          pieces.push(piece);
        }
        if (end >= 0) return dropped ? { id: dropped.id, hadNoRoom } : Buffer.concat(pieces, length).toString();
      }
    } finally {
      text?.add(-length);
    }
  }

  /** Exactly so many bytes; undefined if the stream ends before. */
  async bytes(count: number): Promise<Buffer | undefined> {
    const pieces: Buffer[] = [];
    for (let missing = count; missing > 0;) {
      const chunk = await this.#more();
      if (!chunk) return undefined;
      pieces.push(chunk.subarray(0, missing));
      this.#rest = chunk.subarray(missing);
      missing -= Math.min(missing, chunk.length);
    }
    return Buffer.concat(pieces, count);
  }

  async #more(): Promise<Buffer | undefined> {
    if (this.#rest.length > 0) {
      const rest = this.#rest;
      this.#rest = Buffer.alloc(0);
      return rest;
    }
    try {
      const { done, value } = await this.#chunks.next();
      return done === true ? undefined : value;
    } catch {
      // The connection was broken off.
      return undefined;
    }
  }
}
