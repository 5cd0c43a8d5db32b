import { Fault } from '../base/fault.ts';
import type { Program } from '../clients/programs.ts';
import { entryOf } from './entry-of.ts';
import { configFault } from './file/config-fault.ts';
import type { FoundFile } from './find-entry.ts';
import type { WiredServer } from './kind-of-entry.ts';
import { putEntry, takeEntry, type EntryAddress, type UndoneEdit } from './text/edit-text.ts';

/** A change of a program's file: what would be in it afterwards. */
export interface PlannedChange {
  program: Program;
  found: FoundFile;
  address: EntryAddress;
  /** Null: the entry is taken out. */
  entry: Record<string, unknown> | null;
  /** The name of the entry of another kind that is replaced. */
  replaced: string | null;
  /** Null: the file is deleted. */
  after: string | null;
}

interface PutOptions {
  server: WiredServer;
  connector: string;
  /** The entry's name, where one is added. */
  name?: string | undefined;
  /** An entry of another kind stays. */
  keepsOther?: boolean | undefined;
}

/**
 * Plans to add an entry, or to replace the one that is there, which keeps its name. Throws `entry_taken` where another
 * server has the chosen name, and Faults that name the file where it cannot be edited.
 */
export async function planEntry(
  program: Program,
  found: FoundFile,
  { server, connector, name, keepsOther = false }: PutOptions,
): Promise<PlannedChange> {
  const there = found.entry?.kind === 'other' && keepsOther ? undefined : found.entry;
  const chosen = there?.name ?? freeName(program, found, name ?? server.alias, name !== undefined);
  const entry = entryOf(program.shape, chosen, connector, server.alias);
  const address = addressIn(program, found, chosen);
  const { text: after } = await named(program, found, chosen, () => putEntry(found.config.text, address, entry));
  return { program, found, address, entry, replaced: there?.kind === 'other' ? there.name : null, after };
}

/** Plans to take an entry out. Throws as `planEntry`. */
export async function planRemoval(program: Program, found: FoundFile, name: string): Promise<PlannedChange> {
  const address = addressIn(program, found, name);
  const undone: UndoneEdit = { splices: [], replaced: undefined };
  const after = await named(program, found, name, () => takeEntry(found.config.text, address, undone));
  return { program, found, address, entry: null, replaced: null, after };
}

export function addressIn({ shape }: Program, { file }: Pick<FoundFile, 'file'>, name: string): EntryAddress {
  return { format: file.format, place: { keys: file.keys[0], isList: shape === 'listed' }, name };
}

function freeName(program: Program, { config, names }: FoundFile, wanted: string, isChosen: boolean): string {
  if (!names.includes(wanted)) return wanted;
  const values = { program: program.name, file: config.path, name: wanted };
  if (isChosen) throw new Fault('entry_taken', 'another server has that name', { values });
  let free = `keyfob-${wanted}`;
  for (let number = 2; names.includes(free); number += 1) free = `keyfob-${wanted}-${number}`;
  return free;
}

/** Names the file in what an edit throws. */
export async function named<T>(
  program: Program,
  { config }: FoundFile,
  name: string,
  edit: () => Promise<T>,
): Promise<T> {
  try {
    return await edit();
  } catch (error) {
    throw configFault(error, { program: program.name, path: config.path, name });
  }
}
