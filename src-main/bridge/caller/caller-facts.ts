import { basename } from 'node:path';
import { interpretedProgram, type InterpretedProgram } from './interpreted-program.ts';
import { nameOfInstalled } from './program-names.ts';
import type { FileIdentity, ProcessFacts, Processes } from './processes.ts';
import { isShell } from './shell-command.ts';

/** The other end of a connector's standard input or output, as the connector reports it. */
export type StandardStream = { kind: 'pipe'; inode: number } | { kind: 'socket'; peer: number } | { kind: 'other' };

/** A connection, as the system and the connector's hello describe it. */
export interface Connection {
  /** The process that the system names as the other end of the socket. */
  peer: number;
  /** The name that the socket was given before it was connected; empty if none. */
  signature: string;
  /** The files that are installed connectors. */
  connectors: readonly FileIdentity[];
  /** The connector's standard input and output; unused where a program connects without it. */
  streams: readonly [input: StandardStream, output: StandardStream];
}

/** A process that may be the program that is calling. */
export interface Candidate {
  process: ProcessFacts;
  /** What it runs, if it is an interpreter. */
  interpreted: InterpretedProgram | 'none' | 'unreadable';
  /** Whether it holds the other ends of the connector's standard input and output. */
  holdsStreams: boolean;
  /** The names of the processes above it, nearest first. */
  ancestors: string[];
}

/** All that decides who is calling. */
export interface CallerFacts {
  /** The process that connected; undefined if it has ended or may not be read. */
  peer: Candidate | undefined;
  /** Whether its executable is an installed connector. */
  isConnector: boolean;
  /**
   * Whether the peer is still the program that made this socket. A process that becomes another program keeps a socket
   * that it made before, and may have shared it with another process.
   */
  isSigned: boolean;
  /** Of a connector alone. */
  parent: Candidate | undefined;
  /** Above a parent that is a shell. */
  grandparent: Candidate | undefined;
}

/** Reads what decides who is calling, and no process that does not. */
export function readCallerFacts(processes: Processes, connection: Connection): CallerFacts {
  const { peer: pid, signature, connectors, streams } = connection;
  const candidate = (read: number): Candidate | undefined => {
    const process = read > 1 ? processes.read(read) : undefined;
    return (
      process && {
        process,
        interpreted: interpretedProgram(process),
        holdsStreams: streams.every((stream) => isHeldBy(processes, process, stream)),
        ancestors: ancestorsOf(processes, process),
      }
    );
  };
  const peer = candidate(pid);
  const file = peer?.process.executable?.file;
  const isConnector = connectors.some((one) => one.device === file?.device && one.inode === file.inode);
  const parent = peer && isConnector ? candidate(peer.process.parent) : undefined;
  return {
    peer,
    isConnector,
    isSigned: isSignature(signature) && peer?.process.name === signature,
    parent,
    grandparent: parent && isShell(parent.process) ? candidate(parent.process.parent) : undefined,
  };
}

/** Equal for two readings of the same processes: their pids, start times and executables. */
export function identityOf({ peer, isConnector, isSigned, parent, grandparent }: CallerFacts): string {
  const processes = [peer, parent, grandparent].map((one) => {
    const { pid, startedAt, executable } = one?.process ?? {};
    return [pid, startedAt, executable?.path, executable?.file, one?.holdsStreams];
  });
  return JSON.stringify([isConnector, isSigned, processes]);
}

function isHeldBy(processes: Processes, { pid }: ProcessFacts, stream: StandardStream): boolean {
  if (stream.kind === 'socket') return stream.peer === pid;
  return stream.kind === 'pipe' && processes.holdsPipe(pid, stream.inode);
}

function ancestorsOf(processes: Processes, { parent }: ProcessFacts): string[] {
  const names: string[] = [];
  for (let pid = parent; pid > 1 && names.length < 8;) {
    const process = processes.read(pid);
    if (!process) break;
    const path = process.executable?.path;
    names.push(path === undefined ? (process.arguments[0] ?? String(pid)) : (nameOfInstalled(path) ?? basename(path)));
    pid = process.parent;
  }
  return names;
}

/** With a slash, which no name has that the system gives to a program that is started (connector/system-unix.c). */
const isSignature = (name: string): boolean => name.startsWith('keyfob/');
