import { identityOf, readCallerFacts, type Connection } from './caller-facts.ts';
import type { Caller } from './caller.ts';
import { decideCaller } from './decide-caller.ts';
import type { Processes } from './processes.ts';

export type { StandardStream } from './caller-facts.ts';
export type { Caller } from './caller.ts';

/**
 * The program on whose behalf a process has connected. Everything is read twice, because a process can end, and its pid
 * be used again, in between: what differs then is unknown.
 */
export function findCaller(processes: Processes, connection: Connection): Caller {
  const first = readCallerFacts(processes, connection);
  const second = readCallerFacts(processes, connection);
  if (identityOf(first) === identityOf(second)) return decideCaller(second);
  return { kind: 'unknown', name: '', isClaim: false, viaShell: false, ancestors: [] };
}
