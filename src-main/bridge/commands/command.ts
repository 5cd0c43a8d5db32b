import type { Context } from '../../connections/context.ts';
import type { Caller } from '../caller/find-caller.ts';
import type { ParsedCommand } from './table/parse-command.ts';
import type { CommandWords } from './command-words.ts';
import type { ServerStatus } from './server-status.ts';
import type { Terminal } from './terminal.ts';

/** What commands need of the desktop. */
export interface CommandDesktop {
  words: () => CommandWords;
  /** Brings the window to the front. */
  open: () => void;
  /** Locks Keyfob. False: there is no passphrase. */
  lock: () => boolean;
  /** What `keyfob wire` calls the programs that it knows. */
  programIds: readonly string[];
}

/** What commands need of the rest of Keyfob. */
export interface CommandParts extends CommandDesktop {
  context: Context;
  isLocked: () => boolean;
  servers: () => ServerStatus[];
}

/** One command line that is carried out. */
export interface Command {
  parts: CommandParts;
  line: ParsedCommand;
  terminal: Terminal;
  /** The program that runs it, as the system says. */
  caller: Promise<Caller>;
}

/** Resolves where the command was carried out. Throws a `CommandEnd` where it was not. */
export type RunCommand = (command: Command) => Promise<void>;

export const isJson = ({ line }: Pick<Command, 'line'>): boolean => line.options.json === true;

/** For programs: one value, in lines that people can read too. */
export const printJson = ({ terminal }: Pick<Command, 'terminal'>, value: unknown): Promise<void> =>
  terminal.print(JSON.stringify(value, undefined, 2));
