import { slotOf, type Session, type Slot } from '../../connections/slot.ts';
import type { Profile } from '../../store/profiles.ts';
import type { Server } from '../../store/servers.ts';
import type { Store } from '../../store/store.ts';
import { nameServers, plainName } from './server-aliases.ts';

type Tables = Pick<Store, 'serverAliases' | 'servers' | 'profiles' | 'workspaces' | 'transaction'>;

/** The server that a command line means, and whose sign-in. */
export interface Target {
  alias: string;
  /** What the command line calls the server. */
  asked: string;
  server: Server;
  slot: Slot;
  /** Of the profile, also where the sign-in is shared. */
  session: Session;
}

/** What does not exist; `usage`: the command line has no server, or something else too many. */
export type NoTarget = { missing: 'server' | 'workspace' | 'profile'; name: string } | { missing: 'usage' };

/**
 * The server of `SERVER [--workspace NAME] [--profile NAME]`. Its sign-in is that of the named profile, else of the one
 * last used in the server's workspace; a shared sign-in belongs to all of them.
 */
export function chooseTarget(store: Tables, args: readonly string[]): Target | NoTarget {
  const asked = parse(args);
  if (!asked) return { missing: 'usage' };
  const { name, workspace, profile: profileName } = asked;
  const workspaces = store.workspaces.list();
  const within = workspace === undefined ? undefined : workspaces.find((one) => isNamed(one, workspace));
  if (workspace !== undefined && !within) return { missing: 'workspace', name: workspace };
  nameServers(store);
  const found = findServer(store, name, within?.id);
  if (!found) return { missing: 'server', name };
  const { alias, server } = found;
  const profile = chooseProfile(store, server.workspaceId, profileName);
  if (!profile) return { missing: 'profile', name: profileName ?? '' };
  const session = { workspaceId: server.workspaceId, profileId: profile.id, role: profile.role };
  return { alias, asked: name, server, session, slot: slotOf(session, server) };
}

function parse(args: readonly string[]): { name: string; workspace?: string; profile?: string } | undefined {
  const found: { name?: string; workspace?: string; profile?: string } = {};
  for (let place = 0; place < args.length; place += 1) {
    const argument = args[place] ?? '';
    const [, option, joined] = /^--(workspace|profile)(?:=(.*))?$/s.exec(argument) ?? [];
    const key = option === 'workspace' || option === 'profile' ? option : 'name';
    if (option === undefined && argument.startsWith('-')) return undefined;
    const value = option === undefined ? argument : (joined ?? args[++place]);
    if (value === undefined || value === '' || found[key] !== undefined) return undefined;
    found[key] = value;
  }
  const { name, ...more } = found;
  return name === undefined ? undefined : { name, ...more };
}

const isNamed = ({ id, name }: { id: string; name: string }, wanted: string) => id === wanted || name === wanted;

/** By alias; in a named workspace also by the name, because its alias may have a number there. */
function findServer(
  { serverAliases, servers }: Tables,
  name: string,
  workspaceId: string | undefined,
): { alias: string; server: Server } | undefined {
  const byAlias = serverAliases.find(name);
  if (byAlias && (workspaceId === undefined || byAlias.workspaceId === workspaceId)) {
    const server = servers.get(byAlias.workspaceId, byAlias.serverId);
    return server && { alias: name, server };
  }
  if (workspaceId === undefined) return undefined;
  const server = servers.list(workspaceId).find((one) => one.name === name || plainName(one.name) === name);
  return server && { alias: serverAliases.of(server.id) ?? name, server };
}

function chooseProfile({ profiles }: Tables, workspaceId: string, name: string | undefined): Profile | undefined {
  return name === undefined
    ? profiles.lastUsedOf(workspaceId)
    : profiles.list(workspaceId).find((profile) => isNamed(profile, name));
}
