import { readFile } from 'node:fs/promises';
import { Fault } from '../base/fault.ts';
import { isRecord } from '../base/is-record.ts';
import { parseConfig } from '../clients/parse-config.ts';
import type { Program } from '../clients/programs.ts';
import type { WiringRow } from '../store/wirings.ts';
import type { FoundFile } from './find-entry.ts';
import { addressIn, named, type PlannedChange } from './plan-change.ts';
import { entryOf } from './text/check-edit.ts';
import { putEntry, takeEntry, type EntryAddress, type UndoneEdit } from './text/edit-text.ts';

/**
 * Plans to take out what Keyfob wrote, and to put back what that replaced, as the copy of the file has it. Where the
 * entry is gone already, only what it replaced is put back. Throws `entry_changed` where another is in its place, and
 * Faults that name the file.
 */
export function planUndo(program: Program, found: FoundFile, row: WiringRow): Promise<PlannedChange> {
  const { name } = row;
  const address = addressIn(program, found, name);
  const change = { program, found, address, entry: null, replaced: null };
  const { text, bytes } = found.config;
  return named(program, found, name, async () => {
    const edit = await earlierEdit(row, address);
    if (row.isReplacing && !edit.replaced) throw new Fault('entry_changed', 'the copy of the file is gone');
    if (found.general.includes(name)) {
      if (found.entries.find((one) => one.name === name)?.kind !== 'ours')
        throw new Fault('entry_changed', 'another entry has that name now');
      const after = await takeEntry(text, address, edit);
      // The file was created for the entry.
      return { ...change, after: after.trim() === '' && row.copy === null ? null : after };
    }
    const value = edit.replaced?.value;
    return { ...change, after: isRecord(value) ? (await putEntry(text, address, value)).text : bytes && text };
  });
}

/** The edit that was made to the text of the copy. Without the copy, nothing is known of it. */
async function earlierEdit({ copy, entry, isReplacing }: WiringRow, address: EntryAddress): Promise<UndoneEdit> {
  const original = copy === null ? '' : await readFile(copy, 'utf8').catch(() => undefined);
  if (original === undefined) return { splices: [], replaced: undefined };
  const { splices, replaced: text } = await putEntry(original, address, JSON.parse(entry) as Record<string, unknown>);
  if (text === undefined) return { splices, replaced: undefined };
  // Only what is of another kind is put back.
  if (!isReplacing) return { splices: [], replaced: undefined };
  const value = entryOf(await parseConfig(address.format, original), address.place, address.name);
  return { splices, replaced: { text, value } };
}
