import type { AgentCheckName, AgentFinding, AgentRemedy } from '../../../src-preload/contract/agent-doctor.ts';
import { usageOf, type ExitName } from './table/command-table.ts';
import type { HelpWords } from './table/help.ts';
import type { Misuse } from './table/parse-command.ts';
import type { ServerState } from './server-status.ts';

/** What commands print, in the language of the user. Placeholders are in braces. */
export interface CommandWords extends HelpWords {
  misuse: Record<
    | Misuse['problem']
    | 'arguments'
    | 'bothArguments'
    | 'longArguments'
    | 'noServer'
    | 'noWorkspace'
    | 'noProfile'
    | 'noProgram'
    | 'needsYes',
    string
  >;
  locked: string;
  noPassphrase: string;
  noServers: string;
  usedBy: string;
  asking: string;
  refused: string;
  needsKey: string;
  noWindow: string;
  /** The administrator does not allow the program. */
  managed: string;
  paused: string;
  signInNeeded: string;
  signingIn: string;
  deviceCode: string;
  signedIn: string;
  opensWithout: string;
  keyNeeded: string;
  signedOut: string;
  notRevoked: string;
  added: string;
  exists: string;
  onlyAdmins: string;
  failed: string;
  noTools: string;
  saved: string;
  notSaved: string;
  unreadable: string;
  states: Record<ServerState, string>;
  programs: Record<'notInstalled' | 'none' | 'unreadable' | 'wired' | 'replaceable' | 'vanished', string>;
  wiring: Record<
    | 'change'
    | 'runs'
    | 'copy'
    | 'refused'
    | 'alike'
    | 'long'
    | 'ask'
    | 'unchanged'
    | 'already'
    | 'notWired'
    | 'wired'
    | 'unwired'
    | 'restart',
    string
  >;
  doctor: Record<'open' | 'signIn', string>;
  agentDoctor: {
    check: Record<AgentCheckName, string>;
    finding: Record<AgentFinding, string>;
    /** `restart`: repairing was tried. */
    remedy: Record<AgentRemedy['kind'] | 'put_back' | 'replace' | 'restart', string>;
    found: string;
    nothingFound: string;
  };
}

/** Puts values into the placeholders of a text. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Ends a command: its exit code, and why, for the user and for programs. */
export class CommandEnd extends Error {
  readonly exit: ExitName;
  /** For `--json`. */
  readonly reason: string;

  constructor(exit: ExitName, words: string, reason: string = exit) {
    super(words);
    this.exit = exit;
    this.reason = reason;
  }
}

/** How a command line ends that does not fit. */
export function misused({ misuse, help }: CommandWords, { problem, what, command }: Misuse): CommandEnd {
  const words = filled(misuse[problem], { what: what.slice(0, 100) });
  const usage = command === undefined ? '' : `\n${filled(help.usage, { usage: usageOf(command) })}`;
  return new CommandEnd('usage', `${words}${usage}`);
}
