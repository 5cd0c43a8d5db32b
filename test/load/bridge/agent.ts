import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** What became of the requests of one agent. */
export interface Tally {
  sent: number;
  results: number;
  /** Results that say that the tool failed. */
  failures: number;
  errors: number;
  /** Still open when the connector was killed. */
  dropped: number;
  /** How often there was each failure or error. */
  reasons: Record<string, number>;
  /** Lines that are no answer to an open request. */
  unexpected: string[];
}

interface Answer {
  id?: unknown;
  method?: string;
  result?: { content?: { text?: string }[]; isError?: boolean };
  error?: { code: number; message: string };
}

const handshake = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'load', version: '1.0.0' },
};

export const newTally = (): Tally => ({
  sent: 0,
  results: 0,
  failures: 0,
  errors: 0,
  dropped: 0,
  reasons: {},
  unexpected: [],
});

/** An agent that calls a tool through a connector of its own. */
export class LoadAgent {
  readonly #child: ChildProcess;
  readonly #tally: Tally;
  readonly #open = new Map<number, (answer: Answer) => void>();
  #last = 0;
  #pieces: Buffer[] = [];

  constructor(connector: string, server: string, tally: Tally) {
    this.#tally = tally;
    this.#child = spawn(connector, ['mcp', server], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdin?.on('error', () => {});
    (this.#child.stdout as Readable).on('data', (chunk: Buffer) => this.#read(chunk));
  }

  /** Whether the connector still runs. */
  get isThere(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async join(): Promise<void> {
    await this.ask('initialize', handshake);
    this.#write({ method: 'notifications/initialized' });
  }

  /** Resolves to the answer; to undefined where the connector was killed meanwhile. */
  async ask(method: string, params: object): Promise<Answer | undefined> {
    const id = (this.#last += 1);
    this.#tally.sent += 1;
    const answered = new Promise<Answer | undefined>((resolve) => {
      this.#open.set(id, resolve);
    });
    this.#write({ id, method, params });
    return answered;
  }

  async kill(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
    this.#tally.dropped += this.#open.size;
    for (const drop of this.#open.values()) drop({});
    this.#open.clear();
  }

  #write(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  #read(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      this.#pieces.push(chunk.subarray(from, end));
      this.#take(Buffer.concat(this.#pieces).toString());
      this.#pieces = [];
      from = end + 1;
    }
    this.#pieces.push(chunk.subarray(from));
  }

  #take(line: string): void {
    const answer = JSON.parse(line) as Answer;
    if (answer.method !== undefined) return;
    const resolve = this.#open.get(Number(answer.id));
    if (!resolve || !(answer.result || answer.error)) return void this.#tally.unexpected.push(line.slice(0, 300));
    this.#open.delete(Number(answer.id));
    const reason = answer.error?.message ?? (answer.result?.isError && answer.result.content?.[0]?.text);
    if (reason) this.#tally.reasons[reason] = (this.#tally.reasons[reason] ?? 0) + 1;
    if (answer.error) this.#tally.errors += 1;
    else if (answer.result?.isError) this.#tally.failures += 1;
    else this.#tally.results += 1;
    resolve(answer);
  }
}
