import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Desktop } from './desktop.ts';
import { until } from './until.ts';

/** The connector in the home of this desktop's Keyfob. */
export const connectorOf = ({ home }: Desktop) => join(home, '.keyfob-development', 'bin', 'keyfob');

/** Stands in for an agent: starts the connector without any environment, and talks to it. */
export class AgentProgram {
  readonly child: ChildProcess;
  readonly #lines: string[] = [];
  errors = '';

  /** @param through the program that starts the connector; where it is empty, this process does */
  constructor(desktop: Desktop, argv: string[], env: NodeJS.ProcessEnv = {}, through: string[] = []) {
    const [command = '', ...args] = [...through, connectorOf(desktop), ...argv];
    this.child = spawn(command, args, { env, cwd: desktop.home, stdio: ['pipe', 'pipe', 'pipe'] });
    let rest = '';
    this.child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      this.#lines.push(...lines);
    });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.child.stdin?.on('error', () => undefined);
  }

  send(message: object): void {
    this.child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  /** The answer to a request, once it is there. */
  async answerTo(id: number): Promise<Record<string, unknown>> {
    const find = () =>
      this.#lines.map((line) => JSON.parse(line) as Record<string, unknown>).find((one) => one.id === id);
    await until(() => find() !== undefined, `the answer to request ${id}`);
    return find() ?? {};
  }

  /** Whether such a notification about a request has arrived. */
  notified(method: string, progressToken: string): boolean {
    return this.#lines
      .map((line) => JSON.parse(line) as { method?: string; params?: { progressToken?: unknown } })
      .some((one) => one.method === method && one.params?.progressToken === progressToken);
  }

  end(): void {
    this.child.kill('SIGKILL');
  }
}

/** Waits until Keyfob has let agents in. */
export async function untilListening({ home }: Desktop): Promise<void> {
  const socket = join(home, '.keyfob-development', 'run', 'agent.sock');
  await until(() => existsSync(socket), 'the socket');
}
