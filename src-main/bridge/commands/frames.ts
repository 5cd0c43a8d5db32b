import type { Conversation } from '../listener/conversation.ts';

/** docs/bridge.md, "Every other command". */
export const frameKinds = { input: 0, output: 1, errors: 2, exit: 3, file: 4, bytes: 5, close: 6 } as const;

/** In bytes: a frame has no larger payload. */
export const largestPayload = 65_536;

export interface Frame {
  kind: number;
  payload: Buffer;
}

export function frameOf(kind: keyof typeof frameKinds, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(frameKinds[kind]);
  header.writeUInt32BE(payload.length, 1);
  return Buffer.concat([header, payload]);
}

/**
 * The frames of the connector. Reads on by itself, one frame ahead, so that its end is noticed while nothing is asked
 * of it.
 */
export class Frames {
  readonly #ended = new AbortController();
  #next: Frame | undefined;
  #arrived = Promise.withResolvers<void>();
  #taken = Promise.withResolvers<void>();

  constructor({ reader, signal }: Pick<Conversation, 'reader' | 'signal'>) {
    signal.addEventListener('abort', () => this.#end(), { once: true });
    void this.#read(reader);
  }

  /** Aborted once the connector has ended. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Undefined at the end. */
  async take(): Promise<Frame | undefined> {
    if (!this.#next && !this.signal.aborted) await this.#arrived.promise;
    const frame = this.#next;
    this.#next = undefined;
    this.#arrived = Promise.withResolvers();
    this.#taken.resolve();
    return frame;
  }

  async #read(reader: Conversation['reader']): Promise<void> {
    for (;;) {
      const header = await reader.bytes(5);
      const length = header?.readUInt32BE(1) ?? 0;
      const payload = length > largestPayload ? undefined : await reader.bytes(length);
      if (!header || !payload) return this.#end();
      this.#taken = Promise.withResolvers();
      this.#next = { kind: header.readUInt8(), payload };
      this.#arrived.resolve();
      await this.#taken.promise;
    }
  }

  #end(): void {
    this.#ended.abort();
    this.#arrived.resolve();
    this.#taken.resolve();
  }
}
