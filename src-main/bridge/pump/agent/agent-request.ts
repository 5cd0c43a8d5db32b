import { abortAfter } from '../../../base/abort-after.ts';
import type { Message } from '../../upstream/upstream.ts';
import { Progress } from './progress.ts';

/** A request of the agent, from its arrival to its one answer. */
export class AgentRequest {
  /** As JSON. */
  readonly id: string;
  readonly method: string;
  readonly message: Message;
  /** What it takes in memory, in characters. */
  readonly size: number;
  readonly progress: Progress;
  /** Whether the agent has cancelled it: then it gets no answer. */
  isCancelled = false;
  /** The size of its answer. */
  bytes = 0;
  readonly #abort = new AbortController();
  #patience: AbortSignal | undefined;

  constructor({ id, method, message, size }: Pick<AgentRequest, 'id' | 'method' | 'message' | 'size'>) {
    this.id = id;
    this.method = method;
    this.message = message;
    this.size = size;
    this.progress = new Progress(message);
  }

  get isToolCall(): boolean {
    return this.method === 'tools/call';
  }

  /** Aborted when the agent has cancelled it or has gone. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Aborted too when it has waited for the user for this long since the first time that it had to. */
  patience(milliseconds: number): AbortSignal {
    this.#patience ??= abortAfter(milliseconds, this.signal);
    return this.#patience;
  }

  abort(reason: unknown): void {
    this.#abort.abort(reason);
  }
}
