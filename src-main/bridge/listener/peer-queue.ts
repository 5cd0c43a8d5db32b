import type { Socket } from 'node:net';
import { askWho, type Peer } from './who.ts';

/** In connections: how many one process identifies. Each is a file that it is given. */
const mostTogether = 32;

interface Waiting {
  socket: Socket;
  handOn: () => void;
  tell: (peer: Peer | undefined) => void;
}

/**
 * Asks who is at the other ends of connections, with a limited number of processes at once. Those that wait are
 * identified together, the newest and the oldest in turn, so that a program that opens many of them holds up no other.
 */
export class PeerQueue {
  readonly #who: string;
  readonly #most: number;
  /** The oldest first. */
  readonly #waiting = new Set<Waiting>();
  #running = 0;

  constructor(who: string, most: number) {
    this.#who = who;
    this.#most = most;
  }

  /**
   * `handedOn` resolves when the socket may be read. One whose signal aborts before its turn is not handed on, and its
   * peer is undefined.
   */
  identify(socket: Socket, signal: AbortSignal): { peer: Promise<Peer | undefined>; handedOn: Promise<void> } {
    const { promise: handedOn, resolve: handOn } = Promise.withResolvers<void>();
    const { promise: peer, resolve: tell } = Promise.withResolvers<Peer | undefined>();
    const waiting = { socket, handOn, tell };
    const giveUp = () => {
      if (!this.#waiting.delete(waiting)) return;
      handOn();
      tell(undefined);
    };
    this.#waiting.add(waiting);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
    this.#start();
    return { peer, handedOn };
  }

  #start(): void {
    while (this.#running < this.#most && this.#waiting.size > 0) void this.#ask(this.#take());
  }

  async #ask(together: readonly Waiting[]): Promise<void> {
    this.#running += 1;
    const sockets = together.map(({ socket }) => socket);
    const asked = askWho(this.#who, sockets);
    for (const { handOn } of together) handOn();
    const peers = await asked;
    for (const [at, { tell }] of together.entries()) tell(peers[at]);
    this.#running -= 1;
    this.#start();
  }

  #take(): Waiting[] {
    const left = [...this.#waiting];
    const taken: Waiting[] = [];
    while (taken.length < mostTogether) {
      const next = taken.length % 2 === 0 ? left.pop() : left.shift();
      if (!next) break;
      this.#waiting.delete(next);
      taken.push(next);
    }
    return taken;
  }
}
