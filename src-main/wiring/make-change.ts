import { Fault } from '../base/fault.ts';
import type { ClaudeCommand } from './command/claude-command.ts';
import { configFault } from './file/config-fault.ts';
import type { Copies } from './file/copies.ts';
import { readConfig } from './file/read-config.ts';
import { refuseChanged, writeConfig } from './file/write-config.ts';
import type { PlannedChange } from './plan-change.ts';

/** The program's own command, and its command line for a change. */
export interface CommandChange {
  own: ClaudeCommand;
  line: string[];
  /** Whether the program's file has the change now. */
  isMade: () => Promise<boolean>;
}

interface ChangeOptions {
  copies: Copies;
  /** Where the file as it was is kept; null: nowhere. */
  copy: string | null;
  /** Instead of an edit. */
  command: CommandChange | null;
  /** Notes what was done; where that fails, the file is put back. */
  note: () => void;
}

/**
 * Makes a change: copies the file, then edits it or runs the program's own command, and notes it. Throws a Fault that
 * names the file, which is then as it was, as far as it is not the program's command that failed in the middle.
 */
export async function makeChange(change: PlannedChange, options: ChangeOptions): Promise<void> {
  const { program, found, address } = change;
  const { copies, copy, command } = options;
  try {
    await refuseChanged(found.config);
    if (copy !== null && found.config.bytes) await copies.keep(copy, found.config.bytes);
    await (command ? byCommand(command, options) : byEdit(change, options));
  } catch (error) {
    throw configFault(error, { program: program.name, path: found.config.path, name: address.name });
  }
}

async function byCommand({ own, line, isMade }: CommandChange, { note }: ChangeOptions): Promise<void> {
  await own.run(line);
  if (!(await isMade())) throw new Fault('program_command_failed', 'the command ended well and changed nothing');
  note();
}

async function byEdit({ found: { config }, after }: PlannedChange, { note }: ChangeOptions): Promise<void> {
  const before = config.bytes && config.text;
  if (after !== before) await writeConfig(config, after);
  try {
    note();
  } catch (error) {
    if (after !== before) await writeConfig(await readConfig(config.path), before);
    throw error;
  }
}
