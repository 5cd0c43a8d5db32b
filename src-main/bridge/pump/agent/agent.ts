import type { AgentConnection } from '../../agent-connection.ts';
import type { TextShare } from '../../text-budget.ts';
import type { Message } from '../../upstream/upstream.ts';
import { AgentRequest } from './agent-request.ts';
import { cancelledId, errorText, resultText, type Incoming } from './messages.ts';

/** How many messages an agent may leave unread before nothing more is read from it. */
const mostUnread = 1000;

/** The agent's side of a connection: which of its requests are open, and that each gets one answer. */
export class Agent {
  readonly #connection: AgentConnection;
  readonly #open = new Map<string, AgentRequest>();
  #openLength = 0;
  /** Messages that the agent has not read. */
  #unread = 0;
  #read: (() => void)[] = [];
  #emptied: (() => void)[] = [];
  /** Whether the connection was ended here: that may take until the agent has read what was written. */
  isEnded = false;
  /** Whether the tools that the agent got last are Keyfob's `keyfob_status` alone. */
  hasStatusTool = false;

  constructor(connection: AgentConnection) {
    this.#connection = connection;
  }

  get signal(): AbortSignal {
    return this.#connection.signal;
  }

  /** Undefined if the agent has an open request with this id: two could not be told apart. */
  begin(incoming: Extract<Incoming, { kind: 'request' }>): AgentRequest | undefined {
    if (this.#open.has(incoming.id)) return undefined;
    const request = new AgentRequest(incoming);
    this.#open.set(request.id, request);
    this.#count(request.size);
    return request;
  }

  /** How many of its requests have no answer yet. */
  get open(): number {
    return this.#open.size;
  }

  /** What all of them take in memory, in characters. */
  get openLength(): number {
    return this.#openLength;
  }

  /** What is in memory of this agent. */
  get text(): TextShare {
    return this.#connection.text;
  }

  /** Answers with a result, which is JSON. */
  answer(request: AgentRequest, result: string): Promise<void> {
    return this.pass(request, resultText(request.id, result));
  }

  fail(request: AgentRequest, code: number, message: string, data?: unknown): Promise<void> {
    return this.pass(request, errorText(request.id, { code, message, ...(data !== undefined && { data }) }));
  }

  /** Answers with a whole response. Does nothing if there was an answer, or the agent wants none any more. */
  async pass(request: AgentRequest, text: string): Promise<void> {
    if (this.#open.get(request.id) !== request) return;
    this.#forget(request);
    if (request.isCancelled) return;
    request.bytes = Buffer.byteLength(text);
    await this.write(text);
  }

  /** The request that a notification cancels, which gets no answer from now on; undefined if there is none. */
  cancel(notification: Message): AgentRequest | undefined {
    const id = cancelledId(notification);
    const request = id === undefined ? undefined : this.#open.get(id);
    if (!request) return undefined;
    request.isCancelled = true;
    this.#forget(request);
    request.abort(notification);
    return request;
  }

  async write(text: string): Promise<void> {
    this.#unread += 1;
    this.text.add(text.length);
    try {
      await this.#connection.write(text);
    } finally {
      this.#unread -= 1;
      this.text.add(-text.length);
      if (this.#unread < mostUnread) for (const resolve of this.#read.splice(0)) resolve();
    }
  }

  /** Resolves when more may be read from the agent: one that does not read its answers must not pile them up here. */
  async readsOn(): Promise<void> {
    if (this.#unread >= mostUnread) await new Promise<void>((resolve) => this.#read.push(resolve));
  }

  /** Ends the connection, with all that is open. */
  end(): void {
    this.isEnded = true;
    this.#connection.end();
    this.abortAll();
  }

  abortAll(isOfInterest: (request: AgentRequest) => boolean = () => true): void {
    for (const request of this.#open.values())
      if (isOfInterest(request)) request.abort(new Error('the agent has gone'));
  }

  /** Resolves when no request is open. */
  settled(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#emptied.push(resolve));
  }

  #count(length: number): void {
    this.#openLength += length;
    this.text.add(length);
  }

  #forget(request: AgentRequest): void {
    this.#open.delete(request.id);
    this.#count(-request.size);
    if (this.#open.size > 0) return;
    for (const resolve of this.#emptied.splice(0)) resolve();
  }
}
