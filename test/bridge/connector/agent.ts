import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { compiledConnector } from '../../../scripts/setup/connector.mjs';
import { Lines } from './lines.ts';

/** A folder as `~/.keyfob` is: the connector lies in it, and finds everything else from there. */
export interface Home {
  folder: string;
  connector: string;
  socket: string;
}

export async function installed(variant: 'plain' | 'sanitized' = 'plain'): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'bin'));
  const connector = join(folder, 'bin', 'keyfob');
  copyFileSync(await compiledConnector(variant), connector);
  return { folder, connector, socket: join(folder, 'run', 'agent.sock') };
}

/** Stands in for an agent: starts the connector as a child, with pipes or with what a test gives it. */
export class Agent {
  readonly child: ChildProcess;
  readonly lines: Lines;
  readonly errors: Lines;
  readonly closed: Promise<number | null>;

  constructor(
    home: Pick<Home, 'connector'>,
    { argv = ['mcp', 'linear'], env = {} }: { argv?: string[]; env?: NodeJS.ProcessEnv } = {},
  ) {
    this.child = spawn(home.connector, argv, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.input.on('error', () => {});
    this.lines = new Lines(this.child.stdout as Readable);
    this.errors = new Lines(this.child.stderr as Readable);
    this.closed = once(this.child, 'close').then(([code]) => code as number | null);
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  get input(): Writable {
    return this.child.stdin as Writable;
  }

  say(...lines: string[]): void {
    this.input.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** Sends a request, and waits for the next line. */
  ask(line: string): Promise<Record<string, unknown>> {
    this.say(line);
    return this.lines.nextJson();
  }
}
