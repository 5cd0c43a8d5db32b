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

/** `allowed`: the chosen tools by name; under `reading` and `each_call` those that are not asked about any more. */
export interface ToolScope {
  rule: ToolRule;
  allowed: string[];
}

/** `connection`: until it closes; `lock`: until Keyfob is locked or quits; `revoked`: until the user ends it. */
export type GrantUntil = 'connection' | 'lock' | 'revoked';

/** What ended a permission. `unused`: for 90 days. `replaced`: by a later decision of the user. */
export type GrantEnd =
  | 'revoked'
  | 'locked'
  | 'signed_out'
  | 'server_removed'
  | 'server_moved'
  | 'profile_removed'
  | 'program_changed'
  | 'unused'
  | 'connection_closed'
  | 'replaced';

/** What the user has decided about a program of this computer and a sign-in. */
export interface GrantView {
  programId: string;
  serverId: string;
  server: string;
  /** Whose sign-in it is: the requesting profile's, or null for the shared one. */
  profileId: string | null;
  answer: 'allowed' | 'never';
  until: GrantUntil;
  tools: ToolScope;
  decidedAt: number;
  lastUsed: number | null;
  /** How many tools are new or changed since, and wait for the user. */
  waiting: number;
  ended: { at: number; why: GrantEnd } | null;
}

/** An open connection of a program to a server. */
export interface ConnectionView {
  id: string;
  serverId: string;
  server: string;
  since: number;
  callerKind: 'program' | 'script' | 'forwarding' | 'unknown';
  /** The tools of the calls under way, with when each began. */
  calls: { tool: string; since: number }[];
}

/** A program that can be recognized again. */
export interface ProgramView {
  id: string;
  name: string;
  /** The system does not vouch for its name, which every program of the user can choose. */
  isClaim: boolean;
  /** A `data:` URL; null: there is none, or not yet. */
  icon: string | null;
  /** Where it was seen last; decides nothing. */
  path: string;
  firstSeen: number;
  lastSeen: number;
  grants: GrantView[];
  ended: GrantView[];
  connections: ConnectionView[];
  /** The tool calls of each of the last seven days, oldest first, and how many of them had no result. */
  calls: number[];
  failed: number[];
}

/** The programs of the requesting profile's sign-ins; for admins, those of the shared sign-ins as well. */
export interface ProgramsView {
  programs: ProgramView[];
  /** Connections of programs that cannot be recognized again. */
  others: (ConnectionView & { program: string })[];
  isPaused: boolean;
  problem: BridgeProblem | null;
}

/** A tool of a server as a permission's settings list it. */
export interface GrantTool {
  name: string;
  title: string | null;
  description: string | null;
  /** Hints of the server's: it says that the tool only reads, or that it may delete. */
  readOnly: boolean;
  destructive: boolean;
  /** `new`, `changed`: since the user looked at the server's tools. */
  state: 'approved' | 'new' | 'changed';
}

/** What every view says about agents. Small, because it is asked at every change. */
export interface AgentsView {
  /** How many programs have a call under way. */
  working: number;
  isPaused: boolean;
}

/** What a program's settings need to start, to use a server through Keyfob. */
export interface AgentEntryView {
  command: string;
  args: string[];
}

export interface ProgramRequests {
  'programs:list': { input: undefined; output: ProgramsView };
  'programs:working': { input: undefined; output: AgentsView };
  /** Null: for any server, with `NAME` in place of its name. */
  'programs:entry': { input: { serverId: string | null }; output: AgentEntryView };
  /** Ends a permission with its connections, or forgets a refusal. One that is gone changes nothing. */
  'programs:revoke': {
    input: { programId: string; serverId: string; profileId: string | null };
    output: ProgramsView;
  };
  /** Ends the connections and calls of a program, and keeps its permissions. */
  'programs:stop': { input: { programId: string }; output: ProgramsView };
  /** Ends all that a program may do, and deletes what is recorded about it. */
  'programs:forget': { input: { programId: string }; output: ProgramsView };
  'programs:close': { input: { connectionId: string }; output: ProgramsView };
  /** Changes which tools a permission covers. One that is gone changes nothing. */
  'programs:set-tools': {
    input: { programId: string; serverId: string; profileId: string | null; tools: ToolScope };
    output: ProgramsView;
  };
  /** The tools that the server listed last for this sign-in; none before any program listed them. */
  'programs:tools': {
    input: { programId: string; serverId: string; profileId: string | null };
    output: { tools: GrantTool[] };
  };
  /** The tools of a sign-in that are new or others, and wait for the user. */
  'programs:changes': { input: { serverId: string; profileId: string | null }; output: ToolChange[] };
  /** Lets programs have these tools as they were shown. */
  'programs:approve': {
    input: { serverId: string; profileId: string | null; tools: { name: string; hash: string }[] };
    output: ProgramsView;
  };
  /** While paused, calls of every agent wait. */
  'programs:pause': { input: { isPaused: boolean }; output: ProgramsView };
}

export interface ProgramEvents {
  /** What `programs:list` answers may have changed. At most four a second. */
  'programs:changed': null;
}
