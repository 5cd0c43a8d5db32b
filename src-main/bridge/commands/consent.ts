import type { Slot } from '../../connections/slot.ts';
import type { Decision } from '../access/access.ts';
import type { Command } from './command.ts';
import { CommandEnd } from './command-words.ts';
import { shellLine } from './shell-line.ts';

/** Asks the user whether the program that runs the command may use a sign-in. Throws how it ends where it may not. */
export async function mayUse(command: Command, slot: Slot): Promise<void> {
  const { parts, terminal } = command;
  if (parts.access.isPaused()) throw new CommandEnd('later', parts.words().paused, 'paused');
  const caller = await command.caller;
  if (parts.access.isAllowed(caller, slot)) return;
  await terminal.progress(parts.words().asking);
  endUnlessAllowed(command, await parts.access.ask(caller, slot, terminal.signal));
}

/** Asks the user whether this command may be carried out, which counts once. Throws how it ends where it may not. */
export async function mayRun(command: Command): Promise<void> {
  const { parts, terminal, hello, line } = command;
  const words = parts.words();
  const caller = await command.caller;
  await terminal.progress(words.asking);
  const asked = { line: shellLine(hello.argv), does: words.summaries[line.name] };
  endUnlessAllowed(command, await parts.access.askCommand(caller, asked, terminal.signal));
}

function endUnlessAllowed({ parts }: Command, decision: Decision): void {
  const { refused, noWindow, managed } = parts.words();
  if (decision === 'managed') throw new CommandEnd('refused', managed, 'managed');
  if (decision === 'no_window') throw new CommandEnd('later', noWindow, 'no_window');
  if (decision !== 'allowed') throw new CommandEnd('refused', refused);
}
