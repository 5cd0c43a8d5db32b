import type { StatusView, WiringPlace } from '../../src-preload/contract.ts';

/** What running the connector showed. `strange`: something else lies there. */
export type ConnectorFact = { state: 'starts'; version: string } | { state: 'missing' | 'strange' | 'fails' };

/** What connecting to the socket showed, or why there is none. */
export type SocketFact = 'answers' | 'silent' | 'taken' | 'home_too_long' | 'home_not_written';

export interface PermissionFact {
  /** `at_first_start`: by the wiring, for the first process of the program. */
  decision:
    | 'allowed'
    | 'until_lock'
    | 'at_first_start'
    | 'none'
    | { refused: { programId: string; profileId: string | null } };
  /** Whether the user is being asked about this program now. */
  isAsking: boolean;
  isPaused: boolean;
}

export interface CallFact {
  tool: string;
  /** As `agent_call.outcome`. */
  outcome: string;
  startedAt: number;
}

/** What decides whether a server works in a program. Each alone may be undefined: it could not be found out. */
export interface AgentFacts {
  entry: Pick<WiringPlace, 'state' | 'path' | 'entry'> | undefined;
  connector: ConnectorFact | undefined;
  socket: SocketFact | undefined;
  permission: PermissionFact | undefined;
  signIn: StatusView['state'] | undefined;
  /** Null: there was none. */
  lastCall: CallFact | null | undefined;
}
