import type * as z from 'zod/mini';
import type {
  AppView,
  AuthorityView,
  ConnectionView,
  EventName,
  Events,
  GrantTool,
  ProgramView,
  ToolChange,
  ToolScope,
} from '../../src-preload/contract.ts';
import type { AgentFactsSource } from '../agent-doctor/read-facts.ts';
import type { AskPerson } from '../connections/servers/allowed-origins.ts';
import type { CommandPath } from '../command-path/command-path.ts';
import type { Context } from '../connections/context.ts';
import type { Imports, ImportSource } from '../connections/servers/import-servers.ts';
import type { Session, Slot } from '../connections/slot.ts';
import type { Desktop } from '../app/desktop.ts';
import type { UpdateServices } from '../app/start-updates.ts';
import type { Report } from '../app/report.ts';
import type { Lock } from '../lock/lock.ts';
import type { Questions } from '../mcp/questions.ts';
import type { SessionPool } from '../mcp/session-pool.ts';
import type { Subscriptions } from '../mcp/subscriptions.ts';
import type { KeptPage } from './kept-page.ts';
import type { GrantSlot } from '../store/program-grants.ts';
import type { ProgramRow } from '../store/programs.ts';
import type { StorageKeys } from '../app/open-vaulted-store.ts';
import type { Wiring } from '../wiring/wiring.ts';

/** Files that the user chooses in a dialog: a window never names a path. */
export interface Files {
  /** Returns the path; undefined if the user cancelled. Throws `file_not_written`. */
  save: (suggestedName: string, contents: string | Uint8Array) => Promise<string | undefined>;
  /** Null if the user cancelled. Throws `file_invalid` if the file cannot be read or is too large. */
  open: () => Promise<{ name: string; text: string } | null>;
  /** The bytes of a certificate file; null if the user cancelled. Throws like `open`. */
  openCertificates: () => Promise<Uint8Array | null>;
  /** The path of a file, which is read later; null if the user cancelled. */
  choose: () => Promise<string | null>;
  /** Whether the user chose this path since Keyfob started. */
  isChosen: (path: string) => boolean;
}

/** A permission that ends when Keyfob is locked or quits. */
export interface LockGrant {
  programId: string;
  slot: Slot;
  tools: ToolScope;
  decidedAt: number;
  lastUsed: number | null;
}

/** A connection of a program to a server, as far as the window may know it. */
export interface LiveConnection extends Slot {
  id: string;
  /** What recognizes the program, as the store keeps it; absent where nothing does. */
  pattern?: string;
  /** Empty until the system has said. */
  program: string;
  callerKind: ConnectionView['callerKind'];
  since: number;
  calls: ConnectionView['calls'];
}

/** What requests need of the agents on this computer. */
interface Agents extends AgentFactsSource {
  /** Puts the connector back where it is missing, and listens again where nothing answers. */
  repair: () => Promise<void>;
  /** Shows the window that asks about programs. */
  showQuestions: () => void;
  /** Ends a permission with its connections, or forgets a refusal. */
  revoke: (grant: GrantSlot & { programId: string }) => Promise<void>;
  /** Whether the system vouches for a program's name, and its icon, as the window that asks shows them. */
  lookOf: (program: Pick<ProgramRow, 'pattern' | 'path'>) => Pick<ProgramView, 'isClaim' | 'icon'>;
  /** The connections of now. */
  connected: () => readonly LiveConnection[];
  /** Ends connections with their calls. */
  end: (connectionIds: readonly string[]) => void;
  /** While paused, calls of every agent wait. */
  pause: (isPaused: boolean) => void;
  /** The permissions that end when Keyfob is locked or quits. */
  untilLock: () => readonly LockGrant[];
  /** Changes which tools a permission covers. */
  setTools: (grant: GrantSlot & { programId: string }, tools: ToolScope) => void;
  /** The tools of a sign-in as they were listed last. */
  tools: (slot: Slot) => GrantTool[];
  /** Those that wait for the user. */
  changes: (slot: Slot) => ToolChange[];
  /** Lets programs have tools as they were shown. */
  approve: (slot: Slot, tools: readonly { name: string; hash: string }[]) => void;
  /** Closes the connections of forwardings that were revoked. */
  closeRevoked: () => Promise<void>;
}

/** The dependencies of the handlers, created once at start. */
export interface Services {
  context: Context;
  pool: SessionPool;
  /** The questions of servers that wait for the user. */
  questions: Questions;
  /** The resources whose changes servers tell of. */
  subscriptions: Subscriptions;
  describe: (session: Session) => AppView;
  /** Resolves once the text is in the clipboard. */
  copy: (text: string) => Promise<void>;
  /** Ends Keyfob, after a question where programs are connected. */
  quit: () => void;
  /** Quits, and starts Keyfob again. */
  restart: () => void;
  keys: StorageKeys;
  lock: Lock;
  page: KeptPage;
  askPerson: AskPerson;
  /** Asks the user whether to trust these authorities. */
  askAboutAuthorities: (authorities: AuthorityView[]) => Promise<boolean>;
  /** Asks the user whether to erase all secrets because the passphrase is lost. */
  askToForget: () => Promise<boolean>;
  desktop: Desktop;
  report: Report;
  /** Whether a newer Keyfob is published, and whether this one was replaced. */
  updates: UpdateServices;
  files: Files;
  imports: Imports;
  agents: Agents;
  /** The settings of other programs, which Keyfob changes on the user's request. */
  wiring: Wiring;
  /** `keyfob` in the user's terminal. */
  commandPath: Pick<CommandPath, 'describe' | 'add' | 'remove'>;
  /** The servers in other MCP clients' configuration on this computer. */
  programs: () => Promise<ImportSource[]>;
  /** The servers in a text that a user pasted. Throws `file_invalid` where there are too many. */
  readText: (text: string) => Promise<Pick<ImportSource, 'servers' | 'local'>>;
  /** What is in the clipboard as text; empty for anything else. */
  clipboardText: () => Promise<string>;
  /** What a request can cancel: running tool calls, by profile and call id, and dry runs, by profile and server. */
  calls: Map<string, AbortController>;
}

/** The requesting window as the main process knows it; a request cannot change its identity. */
export interface Requester {
  session: Session;
  /** Binds the window to another session. */
  bind: (session: Session) => void;
  /** Sends to this window only, while it has this session. */
  send: <Name extends EventName>(name: Name, event: Events[Name]) => void;
}

interface Exchange {
  input: unknown;
  output: unknown;
}

/** Everything about one request but who may ask, which the window has to know as well: `contract/permissions.ts`. */
export interface RequestHandler<E extends Exchange> {
  /** The schema of the input. Other input is refused before `answer` is called. */
  input: z.ZodMiniType<E['input']>;
  /** Allowed while locked, because the answer reveals nothing that the lock protects. */
  whileLocked?: true;
  answer: (services: Services, requester: Requester, input: E['input']) => E['output'] | Promise<E['output']>;
}

/** The handlers of one part of the contract. A missing or unknown request does not compile. */
export type Area<Requests> = {
  [Name in keyof Requests]: Requests[Name] extends Exchange ? RequestHandler<Requests[Name]> : never;
};
