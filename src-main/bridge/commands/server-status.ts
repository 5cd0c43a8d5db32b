import type { StatusView } from '../../../src-preload/contract.ts';
import { serverView } from '../../connections/connection-view.ts';
import type { Context } from '../../connections/context.ts';
import { nameServers } from '../listener/server-aliases.ts';

/** `not_asked`: nothing is known of the server yet, not even whether it wants a sign-in. */
export type ServerState = StatusView['state'] | 'not_asked';

/** A server as `keyfob status` shows it. */
export interface ServerStatus {
  alias: string;
  name: string;
  workspace: string;
  /** Of its address. */
  host: string;
  state: ServerState;
  /** The names of the programs that are connected. */
  connected: string[];
}

/** Every server of this computer, with the state that the profile last used in its workspace sees. */
export function serverStatuses(
  context: Context,
  connected: readonly { program: string; serverId: string }[],
): ServerStatus[] {
  const { store } = context;
  nameServers(store);
  return store.serverAliases.list().flatMap(({ alias, serverId, workspaceId }) => {
    const server = store.servers.get(workspaceId, serverId);
    const profile = store.profiles.lastUsedOf(workspaceId);
    if (!server || !profile) return [];
    const session = { workspaceId, profileId: profile.id, role: profile.role };
    return {
      alias,
      name: server.name,
      workspace: store.workspaces.get(workspaceId)?.name ?? '',
      host: new URL(server.url).host,
      state: stateOf(serverView(context, session, server).status, server.requiresSignIn),
      connected: connected.filter((one) => one.serverId === serverId).map(({ program }) => program),
    };
  });
}

const stateOf = ({ state }: StatusView, requiresSignIn: boolean | null): ServerState =>
  state === 'signed_out' && requiresSignIn === null ? 'not_asked' : state;
