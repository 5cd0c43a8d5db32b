import type { Server, Socket } from 'node:net';
import type { BridgeProblem } from '../../src-preload/contract/program.ts';
import type { Log } from '../base/log.ts';
import { answers, listen, SocketTaken } from './listener/listen.ts';

interface ListeningOptions {
  /** The path of the socket. */
  socket: string;
  /** Writes the home, and returns what is a problem and no reason not to listen. Throws where it cannot be written. */
  prepare: () => BridgeProblem | null;
  take: (socket: Socket) => void;
  log: Log;
}

/** The socket in its place, with why agents cannot reach it. */
export class Listening {
  readonly #options: ListeningOptions;
  #server: Server | undefined;
  problem: BridgeProblem | null = null;

  constructor(options: ListeningOptions) {
    this.#options = options;
  }

  /** Writes the home and listens, unless its own socket answers. Never throws: `problem` says why it does not. */
  async open(): Promise<void> {
    const { socket, prepare, take, log } = this.#options;
    try {
      this.problem = prepare();
      if (this.#server && (await answers(socket))) return;
      this.#server?.close();
      this.#server = undefined;
      this.#server = await listen(socket, take);
    } catch (error) {
      this.problem = error instanceof SocketTaken ? 'another_app' : 'home_not_written';
      log.warn('agents cannot reach Keyfob', { problem: this.problem, error });
    }
  }

  close(): void {
    this.#server?.close();
  }
}
