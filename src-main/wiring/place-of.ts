import { existsSync } from 'node:fs';
import type { ErrorView } from '../../src-preload/contract/error.ts';
import type { WiringPlace } from '../../src-preload/contract/wiring.ts';
import { errorView } from '../base/error-view.ts';
import type { Program } from '../clients/programs.ts';
import type { WiringRow } from '../store/wirings.ts';
import { findEntry, isInstalled } from './find-entry.ts';
import type { WiredServer } from './kind-of-entry.ts';

/** What a program's settings say of a server; `row` is what Keyfob wrote there. */
export async function placeOf(
  program: Program,
  server: WiredServer,
  connector: string,
  row: WiringRow | undefined,
): Promise<WiringPlace> {
  const isUndoable = row !== undefined && (!row.isReplacing || existsSync(row.copy ?? ''));
  const place = { program: program.id, name: program.name, isInstalled: true, isUndoable };
  if (!(await isInstalled(program)))
    return { ...place, path: null, isInstalled: false, state: 'absent', entry: null, isUndoable: false, problem: null };
  try {
    const { config, entry } = await findEntry(program, server, connector);
    const found = { ...place, path: config.path, entry: entry?.name ?? null, problem: null };
    if (entry) return { ...found, state: entry.kind === 'ours' ? 'wired' : 'replaceable' };
    return row ? { ...found, path: row.path, entry: row.name, state: 'vanished' } : { ...found, state: 'absent' };
  } catch (error) {
    const problem = errorView(error);
    return { ...place, path: fileOf(problem), state: 'unreadable', entry: null, problem };
  }
}

const fileOf = ({ values }: ErrorView) => (typeof values['file'] === 'string' ? values['file'] : null);
