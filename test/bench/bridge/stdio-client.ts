import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

interface Answer {
  id?: number;
  result?: { tools?: { name: string }[] };
}

/** As little of a client as there can be, so that the time is that of the other end. */
export class StdioClient {
  readonly child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #name: string;
  #last = 0;
  #rest = '';

  /** @param name - of the client, by which lists are cached. */
  constructor([command = '', ...args]: readonly string[], name = 'bench') {
    this.#name = name;
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdin?.on('error', () => undefined);
    (this.child.stdout as Readable).on('data', (chunk: Buffer) => {
      const lines = (this.#rest + chunk.toString()).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        const answer = JSON.parse(line) as Answer;
        this.#waiting.get(answer.id ?? -1)?.(answer);
      }
    });
  }

  ask(method: string, params: object = {}): Promise<Answer> {
    const id = (this.#last += 1);
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return answered;
  }

  async initialize(): Promise<void> {
    await this.ask('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: this.#name, version: '1.0.0' },
    });
    this.child.stdin?.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  }

  /** The names of the tools. */
  async listTools(): Promise<string[]> {
    const { result } = await this.ask('tools/list');
    return (result?.tools ?? []).map(({ name }) => name);
  }

  call(): Promise<Answer> {
    return this.ask('tools/call', { name: 'convert_units', arguments: { value: 1, from: 'metres', to: 'feet' } });
  }

  /** A request that the server answers with an error. */
  warm(): Promise<Answer> {
    return this.ask('example/unknown', { value: 1 });
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
