import { findCaller, type Caller, type StandardStream } from '../caller/find-caller.ts';
import type { FileIdentity, Processes } from '../caller/processes.ts';
import type { Peer } from './who.ts';

interface Facts {
  peer: Peer | undefined;
  /** What the connector reports of its standard input and output. */
  streams: readonly [StandardStream, StandardStream];
  connectors: readonly FileIdentity[];
  processes: Processes;
}

/**
 * The program that is calling. Unknown if the process ended, has another user, or is not the one that connected: its
 * pid may be in use again, so its start is compared after everything else was read.
 */
export function identify({ peer, streams, connectors, processes }: Facts): Caller {
  const find = (pid: number, signature = '') => findCaller(processes, { peer: pid, signature, connectors, streams });
  if (!peer || peer.uid !== process.getuid?.()) return find(0);
  // Of a process that the system can name, it gives the number also after its end.
  if (peer.pid === 0) return { ...find(0), isElsewhere: true };
  const caller = find(peer.pid, peer.signature);
  return runningParent(peer, processes) === peer.parent ? caller : find(0);
}

/** The parent of the process that connected; undefined once it has ended. */
export function runningParent({ pid, started }: Peer, processes: Processes): number | undefined {
  const now = processes.read(pid);
  return now?.startedAt === started ? now.parent : undefined;
}
