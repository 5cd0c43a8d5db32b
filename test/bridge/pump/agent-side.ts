import type { AgentConnection } from '../../../src-main/bridge/agent-connection.ts';
import { TextBudget } from '../../../src-main/bridge/text-budget.ts';
import type { Caller } from '../../../src-main/bridge/caller/find-caller.ts';

export interface Received {
  id?: unknown;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: number; message: string; data?: Record<string, unknown> };
}

export const caller: Caller = {
  kind: 'program',
  name: 'Test agent',
  isClaim: false,
  path: '/usr/bin/agent',
  pattern: { family: '/usr/bin/agent', viaShell: false },
  viaShell: false,
  ancestors: [],
};

/** The agent's end of a connection in memory. */
export class AgentSide {
  /** Every line that the agent got. */
  readonly lines: string[] = [];
  readonly connection: AgentConnection;
  readonly #abort = new AbortController();
  readonly #input: string[] = [];
  #more = Promise.withResolvers<void>();
  #isOver = false;
  #received = Promise.withResolvers<void>();
  #lastId = 0;
  #isReading = true;
  #resume = Promise.withResolvers<void>();

  constructor({ who = Promise.resolve(caller), connection = 1, texts = new TextBudget() } = {}) {
    const lines = async function* (this: AgentSide) {
      for (;;) {
        for (let line = this.#input.shift(); line !== undefined; line = this.#input.shift()) yield line;
        if (this.#isOver) return;
        await this.#more.promise;
        this.#more = Promise.withResolvers();
      }
    };
    this.connection = {
      hello: { version: '1', argv: ['mcp', 'x'], connection, cwd: '/', tty: [false, false, false], columns: 0 },
      caller: who,
      lines: lines.call(this),
      write: async (message) => {
        this.lines.push(message);
        this.#received.resolve();
        this.#received = Promise.withResolvers();
        if (!this.#isReading && !this.#abort.signal.aborted) await this.#resume.promise;
      },
      text: texts.share(),
      signal: this.#abort.signal,
      end: () => this.hangUp(),
    };
  }

  /** Every message that the agent got. */
  get messages(): Received[] {
    return this.lines.map((line) => JSON.parse(line) as Received);
  }

  /** While it does not read, nothing more should be written. */
  stopReading(): void {
    this.#isReading = false;
  }

  readOn(): void {
    this.#isReading = true;
    this.#resume.resolve();
    this.#resume = Promise.withResolvers();
  }

  write(text: string): void {
    this.#input.push(text);
    this.#more.resolve();
  }

  send(message: Record<string, unknown>): void {
    this.write(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  /** Sends a request, and resolves to its answer. */
  async request(method: string, params?: Record<string, unknown>): Promise<Received> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.send({ id, method, ...(params && { params }) });
    return this.answerTo(id);
  }

  answerTo(id: unknown): Promise<Received> {
    return this.next((message) => message.id === id && message.method === undefined);
  }

  /** The first message that fits, of those that came and those that will. */
  async next(fits: (message: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.messages.find(fits);
      if (found) return found;
      if (this.#abort.signal.aborted) throw new Error(`the connection has ended: ${this.lines.join('\n')}`);
      await this.#received.promise;
    }
  }

  notification(method: string): Promise<Received> {
    return this.next((message) => message.method === method);
  }

  /** How often it was told. */
  count(method: string): number {
    return this.messages.filter((message) => message.method === method).length;
  }

  /** The handshake of an agent. */
  async initialize({
    version = '2025-11-25',
    name = 'agent',
    capabilities = {},
  }: { version?: string; name?: string; capabilities?: Record<string, unknown> } = {}): Promise<Received> {
    const params = { protocolVersion: version, capabilities, clientInfo: { name, version: '1' } };
    const answer = await this.request('initialize', params);
    this.send({ method: 'notifications/initialized' });
    return answer;
  }

  call(tool: string, input: Record<string, unknown> = {}, _meta?: Record<string, unknown>): Promise<Received> {
    return this.request('tools/call', { name: tool, arguments: input, ...(_meta && { _meta }) });
  }

  async tools(): Promise<string[]> {
    return toolNames(await this.request('tools/list'));
  }

  /** Closes its half: what it asked is still answered. */
  endInput(): void {
    this.#isOver = true;
    this.#more.resolve();
  }

  hangUp(): void {
    this.#abort.abort();
    this.connection.text.release();
    this.#received.resolve();
    this.#resume.resolve();
    this.endInput();
  }
}

/** The names of the tools that an answer lists. */
export function toolNames({ result }: Received): string[] {
  return ((result?.['tools'] ?? []) as { name: string }[]).map(({ name }) => name);
}

export function textOf({ result }: Received): string {
  const [first] = (result?.['content'] ?? []) as { text?: string }[];
  return first?.text ?? '';
}
