import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { onTestFinished } from 'vitest';
import { Lines } from './lines.ts';

/** What the connector says first (docs/bridge.md). */
export interface Hello {
  keyfob: number;
  version: string;
  argv: string[];
  connection: number;
  pid: number;
  tty: boolean[];
  columns: number;
  stdio: { kind: string; inode: number; peer: number }[];
  cwd: string | null;
}

export interface Connection {
  hello: Hello;
  socket: Socket;
  /** What came after the hello. */
  lines: Lines;
}

const accepted = '{"keyfob":1}';

/**
 * Stands in for the app: listens, reads hellos and answers them. Tests play the rest of the app. To a connector, an app
 * whose sockets close is one that was killed.
 */
export class App {
  readonly #sockets = new Set<Socket>();
  readonly #arrived: Connection[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  #server: Server | undefined;
  readonly path: string;
  readonly answer: string | null;

  constructor(path: string, answer: string | null = accepted) {
    this.path = path;
    this.answer = answer;
    onTestFinished(() => this.kill());
  }

  async start(): Promise<this> {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    if (existsSync(this.path)) rmSync(this.path);
    const server = createServer({ allowHalfOpen: true }, (socket) => void this.#accept(socket));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.path, resolve));
    return this;
  }

  async #accept(socket: Socket): Promise<void> {
    this.#sockets.add(socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket)));
    const lines = new Lines(socket);
    const hello = await lines.nextJson<Hello>().catch(() => undefined);
    if (!hello) return;
    if (this.answer !== null) socket.write(`${this.answer}\n`);
    const connection = { hello, socket, lines };
    const waiting = this.#waiting.shift();
    if (waiting) waiting(connection);
    else this.#arrived.push(connection);
  }

  /** The next connection that said hello. */
  connection(): Promise<Connection> {
    const arrived = this.#arrived.shift();
    return arrived ? Promise.resolve(arrived) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** As `kill -9` leaves it: connections closed, the socket's file still there. */
  kill(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server?.close();
    this.#server = undefined;
  }
}

/** Answers every request with what was asked. */
export async function serve({ lines, socket }: Connection): Promise<void> {
  for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
    const { id, method } = JSON.parse(Buffer.from(line, 'latin1').toString()) as { id?: unknown; method?: string };
    if (id !== undefined && method !== undefined) socket.write(`${reply(id, { served: method })}\n`);
  }
  socket.end();
}

export const reply = (id: unknown, result: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result });
export const request = (id: unknown, method: string) => JSON.stringify({ jsonrpc: '2.0', id, method, params: {} });
