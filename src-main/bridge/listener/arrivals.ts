import type { Socket } from 'node:net';
import type { Log } from '../../base/log.ts';
import type { Secret } from '../../base/secret.ts';
import type { Hello } from '../agent-connection.ts';
import type { Caller } from '../caller/find-caller.ts';
import { programKey } from '../caller/program-key.ts';
import type { FileIdentity, Processes } from '../caller/processes.ts';
import { conversationOn, type Conversation } from './conversation.ts';
import { parseHello, protocolVersion } from './hello.ts';
import { identify, runningParent } from './identify.ts';
import { PeerQueue } from './peer-queue.ts';
import { SocketReader, type TooLong } from './socket-reader.ts';
import type { Peer } from './who.ts';

/** What a refused connection is told, in the user's language. */
export interface ArrivalWords {
  notUnderstood: string;
  tooMany: string;
  /** The key of a forwarding is none. */
  noForwarding: string;
}

/** Whether a connection is accepted: words that refuse it, or what is done with it. */
export type Admission = { refused: string } | { serve: (conversation: Conversation) => Promise<void> };

interface Most {
  ofProgram: number;
  inAll: number;
  silent: number;
  identified: number;
}

interface ArrivalOptions {
  /** The connector of the app's own files. */
  who: string;
  connectors: () => readonly FileIdentity[];
  processes: Processes;
  words: () => ArrivalWords;
  log: Log;
  /** The forwarding with this key. */
  forwarded: (key: Secret) => Caller | undefined;
  admit: (hello: Hello, caller: Promise<Caller>) => Admission | Promise<Admission>;
  /** How many connections there may be: of one program, in all, without a hello, and being identified at once. */
  most?: Partial<Most>;
}

/** In bytes, with the line break (docs/bridge.md, "Limits"). */
const longestHello = 4096;
/** In milliseconds: how long a connection may stay without a hello. */
const helloWithin = 2000;
/** In milliseconds: how often a connector that sends nothing more is looked after. */
const lookEvery = 250;

/** The connections of the socket, each from its acceptance to its end. */
export class Arrivals {
  readonly #options: ArrivalOptions;
  readonly #most: Most;
  readonly #sockets = new Set<Socket>();
  /** Those that have said no hello, the oldest first. */
  readonly #silent = new Set<Socket>();
  /** Those that are not identified yet, the oldest first. */
  readonly #unidentified = new Set<Socket>();
  readonly #peers: PeerQueue;
  readonly #forwarded = new Map<Socket, Caller>();
  readonly #ofProgram = new Map<string, number>();

  constructor(options: ArrivalOptions) {
    this.#options = options;
    this.#most = { ofProgram: 256, inAll: 1024, silent: 128, identified: 16, ...options.most };
    this.#peers = new PeerQueue(options.who, this.#most.identified);
  }

  /** Closes every connection. */
  end(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Closes the connections of forwardings. */
  endOf(isMeant: (caller: Caller) => boolean): void {
    for (const [socket, caller] of this.#forwarded) if (isMeant(caller)) socket.destroy();
  }

  /** Takes a socket that nothing has been read from. */
  async take(socket: Socket): Promise<void> {
    // A program that opens many connections must not keep out what comes after it.
    const [gives] = this.#sockets.size < this.#most.inAll ? [] : this.#unidentified;
    gives?.destroy();
    const isOneTooMany = !gives && this.#sockets.size >= this.#most.inAll;
    this.#sockets.add(socket);
    this.#unidentified.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#unidentified.delete(socket);
      this.#forwarded.delete(socket);
    });
    try {
      const conversation = conversationOn(socket, new SocketReader(socket));
      const refusal = await this.#greet(socket, conversation, isOneTooMany);
      if (refusal !== undefined) socket.write(answerLine({ error: refusal }));
    } catch (error) {
      this.#options.log.warn('a connection of an agent failed', { error });
    } finally {
      socket.destroySoon();
    }
  }

  /** Returns the words of a refusal. */
  async #greet(socket: Socket, conversation: Conversation, isOneTooMany: boolean): Promise<string | undefined> {
    const { words, connectors, processes, admit, forwarded } = this.#options;
    const line = await this.#hello(socket, conversation);
    if (line === undefined) return undefined;
    const greeting = typeof line === 'string' ? parseHello(line) : undefined;
    if (!greeting) return words().notUnderstood;
    if (isOneTooMany) return words().tooMany;
    const { streams, forwarding } = greeting;
    const forwardedBy = forwarding && forwarded(forwarding);
    if (forwarding && !forwardedBy) return words().noForwarding;
    if (forwardedBy) this.#forwarded.set(socket, forwardedBy);
    const { peer, handedOn } = this.#peers.identify(socket, conversation.signal);
    void handedOn.then(() => this.#unidentified.delete(socket));
    const caller = forwardedBy
      ? Promise.resolve(forwardedBy)
      : peer.then((found) => identify({ peer: found, streams, connectors: connectors(), processes }));
    // While there are fewer in all than one program may have, the answer need not wait for the program.
    if (this.#sockets.size > this.#most.ofProgram && this.#isFull(await caller)) return words().tooMany;
    const leave = caller.then((found) => this.#enter(programKey(found)));
    try {
      const admission = await admit(greeting.hello, caller);
      if ('refused' in admission) return admission.refused;
      await conversation.write(answerLine({}));
      await handedOn;
      if (conversation.signal.aborted) return undefined;
      destroyOnceGone(socket, peer, processes);
      await admission.serve(conversation);
      return undefined;
    } finally {
      // What was written is still held for one that does not read.
      void leave.then((go) => (socket.destroyed ? go() : socket.once('close', go)));
    }
  }

  /** The first line. One that keeps silent is closed, at once where it is the oldest of too many. */
  async #hello(socket: Socket, { reader }: Conversation): Promise<string | TooLong | undefined> {
    this.#silent.add(socket);
    const [oldest] = this.#silent;
    if (this.#silent.size > this.#most.silent) oldest?.destroy();
    const tooLate = setTimeout(() => socket.destroy(), helloWithin);
    try {
      return await reader.line(longestHello - 1);
    } finally {
      clearTimeout(tooLate);
      this.#silent.delete(socket);
    }
  }

  #isFull(caller: Caller): boolean {
    return (this.#ofProgram.get(programKey(caller)) ?? 0) >= this.#most.ofProgram;
  }

  /** Counts one connection of a program; returns how to count it out. */
  #enter(key: string): () => void {
    this.#ofProgram.set(key, (this.#ofProgram.get(key) ?? 0) + 1);
    return () => {
      const left = (this.#ofProgram.get(key) ?? 1) - 1;
      if (left > 0) this.#ofProgram.set(key, left);
      else this.#ofProgram.delete(key);
    };
  }
}

const answerLine = (members: object) => `${JSON.stringify({ keyfob: protocolVersion, ...members })}\n`;

/**
 * A connector that has nothing more to send closes its half, and still waits for answers; one that was killed looks the
 * same. Whether its process runs tells them apart.
 */
function destroyOnceGone(socket: Socket, peer: Promise<Peer | undefined>, processes: Processes): void {
  socket.once('end', () => {
    void peer.then((found) => {
      if (!found || found.pid === 0) return;
      const look = () => {
        if (runningParent(found, processes) === undefined) socket.destroy();
      };
      const timer = setInterval(look, lookEvery).unref();
      socket.once('close', () => clearInterval(timer));
      if (socket.destroyed) clearInterval(timer);
    });
  });
}
