import type { Message } from '../../upstream/upstream.ts';
import { rawMember } from './json-text.ts';
import { metaOf } from './messages.ts';
import { paramsOf } from '../../upstream/wire/messages.ts';

/** Keyfob's own values stay below this, so that a server that counts from 1 goes on above them. */
const ceiling = 0.001;

/**
 * The progress of one request, of which MCP wants that it rises (2025-11-25, Progress: "MUST increase with each
 * notification"), first as Keyfob tells it while the request waits for the user, then as the server tells it.
 */
export class Progress {
  readonly #token: string | undefined;
  #own = 0;
  #last = 0;

  constructor(request: Message) {
    const { progressToken } = metaOf(request);
    const isToken = typeof progressToken === 'string' || typeof progressToken === 'number';
    this.#token = isToken ? rawMember(request.text, 'params', '_meta', 'progressToken') : undefined;
  }

  /** The next notification of Keyfob's own; undefined where the agent asked for none. */
  next(words: string): string | undefined {
    if (this.#token === undefined) return undefined;
    const value = ceiling * (1 - 1 / (this.#own + 2));
    if (value <= this.#last) return undefined;
    this.#own += 1;
    this.#last = value;
    const rest = `"progress":${value.toFixed(9)},"message":${JSON.stringify(words)}`;
    return `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${this.#token},${rest}}}`;
  }

  /**
   * Whether a message of the server goes to the agent: all but progress that does not rise above Keyfob's own. What a
   * server tells where Keyfob told nothing is the server's.
   */
  passes(message: Message): boolean {
    const { method } = message.value;
    if (this.#own === 0 || method !== 'notifications/progress') return true;
    if (rawMember(message.text, 'params', 'progressToken') !== this.#token) return true;
    const { progress } = paramsOf(message);
    if (typeof progress !== 'number') return true;
    if (progress <= this.#last) return false;
    this.#last = progress;
    return true;
  }
}
