import { basename } from 'node:path';
import type { Candidate, CallerFacts } from './caller-facts.ts';
import type { Caller } from './caller.ts';
import { isClaim } from './is-claim.ts';
import { nameOfInstalled, nameOfPackage } from './program-names.ts';
import { programFamily } from './program-family.ts';
import { carriesOthers } from './carriers.ts';
import { isShell, onlyCommandOf } from './shell-command.ts';
import { typedIn } from './typed-in.ts';

const unknown: Caller = { kind: 'unknown', name: '', isClaim: false, viaShell: false, ancestors: [] };

/**
 * The program on whose behalf a process has connected (docs/bridge.md, "Who is calling"): the process itself, if it is
 * no connector; else the connector's parent, or the program above a shell that runs the connector and nothing else. One
 * that carries the connections of others is unknown. One whose socket is not signed is not recognized again. Processes
 * above are shown and decide nothing: what a program's shell runs must not have what the program may.
 */
export function decideCaller({ peer, isConnector, isSigned, parent, grandparent }: CallerFacts): Caller {
  if (!peer?.process.executable) return unknown;
  if (!isConnector) return described(peer, { viaShell: false, isScript: isShell(peer.process), isSigned });
  if (!parent) return unknown;
  const viaShell = isShell(parent.process) && isOnlyCommand(parent, peer);
  const subject = viaShell ? grandparent : parent;
  if (!subject) return unknown;
  // A shell that runs more than the connector, a socket that the connector did not make, and a connector whose streams
  // are not the program's own: what speaks there may be a script.
  const isScript = isShell(subject.process) || !isSigned || !subject.holdsStreams;
  const terminal = isSigned && !viaShell ? typedIn(subject) : undefined;
  const caller = described(subject, { viaShell, isScript });
  return terminal === undefined ? caller : { ...caller, typedIn: terminal };
}

function isOnlyCommand(shell: Candidate, connector: Candidate): boolean {
  const command = onlyCommandOf(shell.process);
  return command !== undefined && basename(command) === basename(connector.process.arguments[0] ?? '');
}

function described(
  { process, interpreted: program, ancestors }: Candidate,
  { viaShell, isScript, isSigned = true }: { viaShell: boolean; isScript: boolean; isSigned?: boolean },
): Caller {
  if (process.isElsewhere) return { ...unknown, viaShell, ancestors, isElsewhere: true };
  if (!process.executable) return { ...unknown, viaShell, ancestors };
  const { path } = process.executable;
  if (carriesOthers(path))
    return { ...unknown, viaShell, ancestors: [basename(path), ...ancestors], isElsewhere: true };
  const interpreted = typeof program === 'object' ? program : undefined;
  const name = interpreted?.package
    ? nameOfPackage(interpreted.package.name)
    : (nameOfInstalled(path) ?? basename(interpreted?.script ?? path));
  // Where the process has not signed its socket, another program may have made the connection, and left it to a third
  // one, before the process became this one.
  const isOnlyClaim = isClaim({ path, isInterpreted: interpreted !== undefined }) || !isSigned;
  const shown = { name, isClaim: isOnlyClaim, path: interpreted?.script ?? path, viaShell, ancestors };
  if (isScript) return { ...shown, kind: 'script' };
  if (program === 'unreadable' || !isSigned) return { ...shown, kind: 'program' };
  const family = programFamily(interpreted?.package?.root ?? interpreted?.script ?? path);
  const pattern = { family, viaShell, ...(interpreted && { package: interpreted.package?.name ?? '' }) };
  return { ...shown, kind: 'program', pattern };
}
