import type { AgentReport } from '../../../src-preload/contract/agent-doctor.ts';
import type { ProgramId } from '../../../src-preload/contract/wiring.ts';
import type { Context, DomainEvent } from '../../connections/context.ts';
import type { Session } from '../../connections/slot.ts';
import type { Access } from '../access/access.ts';
import type { Serve } from '../admit.ts';
import type { Hello } from '../agent-connection.ts';
import type { TextShare } from '../text-budget.ts';
import type { Wiring } from '../../wiring/wiring.ts';
import type { Caller } from '../caller/find-caller.ts';
import type { ParsedCommand } from './table/parse-command.ts';
import type { CommandWords } from './command-words.ts';
import type { ServerStatus } from './server-status.ts';
import type { Terminal } from './terminal.ts';

/** The settings of other programs, as far as commands change them. */
export type CommandWiring = Pick<Wiring, 'places' | 'preview' | 'apply'>;

/** Why a server does not work in a program. */
export interface AgentDoctor {
  /** Changes nothing. */
  examine: (session: Session, program: ProgramId, serverId: string) => Promise<AgentReport>;
  /** Puts the connector back where it is missing, and listens again where nothing answers. */
  repair: () => Promise<void>;
}

/** What commands need of the desktop. */
export interface CommandDesktop {
  words: () => CommandWords;
  /** Brings the window to the front. */
  open: () => void;
  /** Locks Keyfob. False: there is no passphrase. */
  lock: () => boolean;
  /** What `keyfob wire` calls the programs that it knows. */
  programIds: readonly string[];
  wiring: CommandWiring;
  agentDoctor: AgentDoctor;
}

/** What commands need of the rest of Keyfob. */
export interface CommandParts extends CommandDesktop {
  context: Context;
  access: Pick<Access, 'isAllowed' | 'ask' | 'askCommand' | 'isPaused'>;
  isLocked: () => boolean;
  servers: () => ServerStatus[];
  /** Serves a connection of this command's own, as those of agents are. */
  serve: Serve;
  share: () => TextShare;
  /** Calls the listener for each event of the engine. Returns how to stop. */
  listen: (listener: (event: DomainEvent) => void) => () => void;
}

/** One command line that is carried out. */
export interface Command {
  parts: CommandParts;
  line: ParsedCommand;
  terminal: Terminal;
  hello: Hello;
  /** The program that runs it, as the system says. */
  caller: Promise<Caller>;
}

/** Resolves where the command was carried out. Throws a `CommandEnd` where it was not. */
export type RunCommand = (command: Command) => Promise<void>;

export const isJson = ({ line }: Pick<Command, 'line'>): boolean => line.options.json === true;

/** For programs: one value, in lines that people can read too. */
export const printJson = ({ terminal }: Pick<Command, 'terminal'>, value: unknown): Promise<void> =>
  terminal.print(JSON.stringify(value, undefined, 2));
