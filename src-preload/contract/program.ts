/** Why agents cannot reach this Keyfob. */
export type BridgeProblem = 'home_too_long' | 'another_app' | 'no_connector' | 'home_not_written';

/**
 * Which tools a permission covers. `reading`: all that say they only read, and the others are asked about at each call.
 */
export type ToolRule = 'all' | 'reading' | 'chosen' | 'each_call';

/** A tool whose definition is new or changed since the user allowed it. */
export interface ToolChange {
  name: string;
  hash: string;
  kind: 'new' | 'changed';
  /** JSON, two spaces, keys sorted; null where the tool is new. */
  before: string | null;
  after: string;
}

/** What the user has decided for good about a program of this computer and a sign-in. */
export interface ProgramGrantView {
  programId: string;
  program: string;
  /** Where it was seen last; decides nothing. */
  path: string;
  serverId: string;
  server: string;
  /** Whose sign-in it is: the requesting profile's, or null for the shared one. */
  profileId: string | null;
  answer: 'always' | 'never';
  decidedAt: number;
  lastUsed: number | null;
}

/** The grants of the requesting profile; for admins, those of the shared sign-ins as well. */
export interface ProgramsView {
  grants: ProgramGrantView[];
  problem: BridgeProblem | null;
}

export interface ProgramRequests {
  'programs:list': { input: undefined; output: ProgramsView };
  /** Ends a permission with its connections, or forgets a refusal. One that is gone changes nothing. */
  'programs:revoke': {
    input: { programId: string; serverId: string; profileId: string | null };
    output: ProgramsView;
  };
}

export interface ProgramEvents {
  /** What `programs:list` answers may have changed. */
  'programs:changed': null;
}
