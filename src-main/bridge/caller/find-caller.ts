import { basename } from 'node:path';
import { interpretedProgram } from './interpreted-program.ts';
import { programFamily } from './program-family.ts';
import { nameOfExecutable, nameOfPackage } from './program-names.ts';
import type { FileIdentity, ProcessFacts, Processes } from './processes.ts';
import { isShell, onlyCommandOf } from './shell-command.ts';

/** The other end of a connector's standard input or output, as the connector reports it. */
export type StandardStream = { kind: 'pipe'; inode: number } | { kind: 'socket'; peer: number } | { kind: 'other' };

/** What a grant keeps of a program, to recognize it after an update and a restart. */
export interface ProgramPattern {
  /** The family of the executable, or of the package's root. */
  family: string;
  /** The package that an interpreter runs. */
  package?: string;
  viaShell: boolean;
}

/** A program that asks to use a server. */
export interface Caller {
  /**
   * `program`: it can be recognized again. `script`: run by that program, and must not inherit its grant. `unknown`:
   * the system does not say.
   */
  kind: 'program' | 'script' | 'unknown';
  /** For display. */
  name: string;
  /** The name is that of a package, which every program of the user can choose. */
  isClaim: boolean;
  /** The executable or the script; undefined if unknown. */
  path?: string;
  /** Absent: it can be allowed once only. */
  pattern?: ProgramPattern;
  viaShell: boolean;
  /** The names of the processes above it, nearest first. They are shown and decide nothing. */
  ancestors: string[];
}

interface Connection {
  /** The process that the system names as the other end of the socket. */
  peer: number;
  /** The files that are installed connectors. */
  connectors: readonly FileIdentity[];
  /** The connector's standard input and output; unused where a program connects without it. */
  streams: readonly [input: StandardStream, output: StandardStream];
}

const unknown: Caller = { kind: 'unknown', name: '', isClaim: false, viaShell: false, ancestors: [] };

/**
 * The program on whose behalf a process has connected: the parent of a connector, or the process itself if it is no
 * connector. Everything is read twice, because a process can end, and its pid be used again, in between.
 */
export function findCaller(processes: Processes, connection: Connection): Caller {
  const first = decide(processes, connection);
  const second = decide(processes, connection);
  return first.identity === second.identity ? first.caller : unknown;
}

interface Decision {
  caller: Caller;
  /** Pids and start times of every process that the decision used. */
  identity: string;
}

function decide(processes: Processes, { peer, connectors, streams }: Connection): Decision {
  const used: ProcessFacts[] = [];
  const read = (pid: number) => {
    const process = pid > 1 ? processes.read(pid) : undefined;
    if (process) used.push(process);
    return process;
  };
  const decided = (caller: Caller): Decision => ({
    caller,
    identity: used.map(({ pid, startedAt, executable }) => `${pid}@${startedAt}:${executable?.path ?? ''}`).join(' '),
  });

  const connected = read(peer);
  if (!connected?.executable) return decided(unknown);
  const { file } = connected.executable;
  if (!connectors.some((one) => one.device === file.device && one.inode === file.inode))
    return decided(describe(processes, connected, { viaShell: false, isScript: isShell(connected) }));

  const parent = read(connected.parent);
  if (!parent) return decided(unknown);
  const runsOnlyConnector = isShell(parent) && isCommand(parent, connected);
  const subject = runsOnlyConnector ? read(parent.parent) : parent;
  if (!subject) return decided(unknown);
  // A shell that runs more than the connector, and a connector whose streams are not the program's own: what speaks
  // there is a script, which must not have what the program above it may.
  const isScript = isShell(subject) || !streams.every((stream) => isHeldBy(processes, subject, stream));
  return decided(describe(processes, subject, { viaShell: runsOnlyConnector, isScript }));
}

function isCommand(shell: ProcessFacts, connector: ProcessFacts): boolean {
  const command = onlyCommandOf(shell);
  return command !== undefined && basename(command) === basename(connector.arguments[0] ?? '');
}

function isHeldBy(processes: Processes, { pid }: ProcessFacts, stream: StandardStream): boolean {
  if (stream.kind === 'socket') return stream.peer === pid;
  return stream.kind === 'pipe' && processes.holdsPipe(pid, stream.inode);
}

function describe(
  processes: Processes,
  subject: ProcessFacts,
  { viaShell, isScript }: { viaShell: boolean; isScript: boolean },
): Caller {
  const ancestors = ancestorsOf(processes, subject);
  if (!subject.executable) return { ...unknown, viaShell, ancestors };
  const { path } = subject.executable;
  const program = interpretedProgram(subject);
  const interpreted = typeof program === 'object' ? program : undefined;
  const name = interpreted?.package
    ? nameOfPackage(interpreted.package.name)
    : (nameOfExecutable(path) ?? basename(interpreted?.script ?? path));
  const isClaim = interpreted?.package !== undefined;
  const shown = { name, isClaim, path: interpreted?.script ?? path, viaShell, ancestors };
  if (isScript) return { ...shown, kind: 'script' };
  if (program === 'unreadable') return { ...shown, kind: 'program' };
  const family = programFamily(interpreted?.package?.root ?? interpreted?.script ?? path);
  const pattern = { family, viaShell, ...(interpreted?.package && { package: interpreted.package.name }) };
  return { ...shown, kind: 'program', pattern };
}

function ancestorsOf(processes: Processes, { parent }: ProcessFacts): string[] {
  const names: string[] = [];
  for (let pid = parent; pid > 1 && names.length < 8;) {
    const process = processes.read(pid);
    if (!process) break;
    const path = process.executable?.path;
    names.push(path === undefined ? (process.arguments[0] ?? String(pid)) : (nameOfExecutable(path) ?? basename(path)));
    pid = process.parent;
  }
  return names;
}
