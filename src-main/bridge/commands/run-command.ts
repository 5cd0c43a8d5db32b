import type { Hello } from '../agent-connection.ts';
import type { Caller } from '../caller/find-caller.ts';
import type { Admission } from '../listener/arrivals.ts';
import { errorView } from '../../base/error-view.ts';
import type { Command, CommandParts, RunCommand } from './command.ts';
import { CommandEnd, filled, misused } from './command-words.ts';
import { list, status } from './run/list-and-status.ts';
import { add, exportAll } from './run/add-and-export.ts';
import { call } from './run/call.ts';
import { doctor } from './run/doctor.ts';
import { lock, open } from './run/lock-and-open.ts';
import { programs } from './run/programs.ts';
import { signIn } from './run/sign-in.ts';
import { signOut } from './run/sign-out.ts';
import { tools } from './run/tools.ts';
import { unwire, wire } from './run/wire.ts';
import { commandOf, exitCodes, type CommandName } from './table/command-table.ts';
import { parseCommand } from './table/parse-command.ts';
import { terminalOf } from './terminal.ts';

/** What the connector passes on; it answers the others by itself. */
const run: Record<Exclude<CommandName, 'mcp' | 'help' | 'completion'>, RunCommand> = {
  list,
  status,
  add,
  'sign-in': signIn,
  'sign-out': signOut,
  tools,
  call,
  programs,
  wire,
  unwire,
  lock,
  open,
  doctor,
  export: exportAll,
};

const isRun = (name: CommandName): name is keyof typeof run => Object.hasOwn(run, name);

/** Answers a command line other than `mcp`. */
export function admitCommand(parts: CommandParts, hello: Hello, caller: Promise<Caller>): Admission {
  return {
    serve: async (conversation) => {
      const terminal = terminalOf(conversation, hello);
      const line = parseCommand(hello.argv);
      try {
        if ('problem' in line) throw misused(parts.words(), line);
        await carryOut({ parts, line, terminal, hello, caller });
        await terminal.exit(exitCodes.done);
      } catch (error) {
        if (terminal.signal.aborted) return;
        const end = endOf(parts, error);
        // Where nothing is to be said, the command has said it.
        if (end.message !== '' && hello.argv.includes('--json')) await terminal.print(JSON.stringify(failureOf(end)));
        if (end.message !== '') await terminal.complain(`keyfob: ${end.message}`);
        await terminal.exit(exitCodes[end.exit]);
      }
    },
  };
}

async function carryOut(command: Command): Promise<void> {
  const { parts, line } = command;
  await assertHere(command);
  const worksLocked = !commandOf(line.name).exits.some((name) => name === 'locked');
  if (!worksLocked && parts.isLocked()) throw new CommandEnd('locked', parts.words().locked);
  if (!isRun(line.name)) throw new CommandEnd('usage', filled(parts.words().misuse.unknown, { what: line.name }));
  await run[line.name](command);
}

/** About every other command, the user is asked. */
async function assertHere({ parts, line, caller }: Command): Promise<void> {
  const { needs } = commandOf(line.name);
  if (needs === 'consent' || !(await caller).isElsewhere) return;
  throw new CommandEnd('refused', parts.words().needsKey, 'no_forwarding');
}

function endOf({ context, words }: CommandParts, error: unknown): CommandEnd {
  if (error instanceof CommandEnd) return error;
  const { code } = errorView(error);
  if (code === 'locked') return new CommandEnd('locked', words().locked);
  context.log.warn('a command failed', { error });
  return new CommandEnd('failed', filled(words().failed, { code }), code);
}

/** What a program reads of a command that was not carried out. */
const failureOf = ({ exit, reason, message }: CommandEnd) => ({
  ...(exit === 'locked' && { locked: true }),
  error: { code: reason, message },
});
