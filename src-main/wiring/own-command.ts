import type { WiringRow } from '../store/wirings.ts';
import type { ClaudeCommand } from './command/claude-command.ts';
import { lookInto } from './find-entry.ts';
import type { WiredServer } from './kind-of-entry.ts';
import type { CommandChange } from './make-change.ts';
import type { PlannedChange } from './plan-change.ts';

/** Finds the command of Claude Code; null where it is not installed. */
export type OwnCommand = () => Promise<ClaudeCommand | null>;

/**
 * The program's own command for a change, where it has one that is enough: it adds an entry under a new name and takes
 * one out. What it would put back could hold credentials, which every program could read in its command line.
 */
export async function commandFor(
  find: OwnCommand,
  change: PlannedChange,
  row: WiringRow | undefined,
  server: WiredServer,
  connector: string,
): Promise<CommandChange | null> {
  const { program, found, address, entry } = change;
  const { name } = address;
  if (program.id !== 'claude-code') return null;
  const isNew = !found.general.includes(name);
  // What Keyfob wrote into the file itself comes out of it byte for byte.
  if (entry ? !isNew : isNew || row?.isByCommand === false) return null;
  const own = await find();
  if (!own) return null;
  const isMade = async () => {
    const { entries } = await lookInto(program, found.file, found.config.path, server, connector);
    return entries.some((one) => one.name === name && one.kind === 'ours') === (entry !== null);
  };
  return { own, line: entry ? own.add(name, entry) : own.remove(name), isMade };
}

/** The same for an undo: of what the command added, unless something is to be put back. */
export async function commandForUndo(
  find: OwnCommand,
  change: PlannedChange,
  row: WiringRow,
  server: WiredServer,
  connector: string,
): Promise<CommandChange | null> {
  return row.isByCommand && !row.isReplacing ? commandFor(find, change, row, server, connector) : null;
}
