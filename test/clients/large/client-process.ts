import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Desktop } from '../../end-to-end/desktop.ts';

/** A command of the user's, as a shell of this desktop runs it. */
export class ClientProcess {
  readonly child: ChildProcess;
  readonly #ended: Promise<unknown>;
  output = '';

  constructor(desktop: Desktop, command: string, env: Record<string, string> = {}) {
    this.child = spawn('sh', ['-c', command], {
      cwd: desktop.home,
      env: { ...desktop.environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#ended = once(this.child, 'close');
  }

  /** Waits until it has ended by itself. Returns its exit code. */
  async ended(): Promise<number | null> {
    await this.#ended;
    return this.child.exitCode;
  }

  /** Ends it with all that it has started. */
  async close(): Promise<void> {
    try {
      process.kill(-(this.child.pid ?? 0), 'SIGKILL');
    } catch {
      // It has ended.
    }
    await this.#ended;
  }
}
