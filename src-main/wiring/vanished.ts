import { programs, type Computer } from '../clients/programs.ts';
import type { VanishedEntry } from '../../src-preload/contract/wiring.ts';
import type { Session } from '../connections/slot.ts';
import type { Store } from '../store/store.ts';
import type { WiringRow } from '../store/wirings.ts';
import { findEntry } from './find-entry.ts';

interface Looked {
  /** Entries that were there at the last look. */
  vanished: WiringRow[];
  /** Whether any has vanished or is back. */
  isChange: boolean;
}

/** Looks whether the entries that Keyfob wrote are there, and notes those that are not. */
export async function lookForVanished(computer: Computer, store: Store, connector: string): Promise<Looked> {
  const vanished: WiringRow[] = [];
  let isChange = false;
  for (const row of store.wirings.list()) {
    const isGone = await isGoneNow(computer, store, connector, row);
    if (isGone === undefined || !store.wirings.setVanished(row, isGone)) continue;
    isChange = true;
    if (isGone) vanished.push(row);
  }
  return { vanished, isChange };
}

/** Those that were gone at the last look, for the servers of a workspace. */
export function vanishedEntries(computer: Computer, store: Store, { workspaceId }: Session): VanishedEntry[] {
  const known = programs(computer);
  return store.wirings.list().flatMap(({ program: id, serverId, path, name: entry, isVanished }) => {
    const program = known.find((one) => one.id === id);
    if (!isVanished || !program || !store.servers.get(workspaceId, serverId)) return [];
    return [{ program: program.id, name: program.name, serverId, path, entry }];
  });
}

/** Undefined where a file cannot be read, as while its program writes it. */
async function isGoneNow(
  computer: Computer,
  { serverAliases, servers }: Store,
  connector: string,
  { program: id, serverId }: WiringRow,
): Promise<boolean | undefined> {
  const program = programs(computer).find((one) => one.id === id);
  const alias = serverAliases.list().find((one) => one.serverId === serverId);
  const server = alias && servers.get(alias.workspaceId, serverId);
  if (!program || !server) return undefined;
  try {
    const { entry } = await findEntry(program, { alias: alias.alias, url: server.url }, connector);
    return entry?.kind !== 'ours';
  } catch {
    return undefined;
  }
}
