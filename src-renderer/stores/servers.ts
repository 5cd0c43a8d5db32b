import { create } from 'zustand';
import type { ErrorView, ServerView } from '../../src-preload/contract.ts';

interface ServersState {
  loaded: boolean;
  error: ErrorView | null;
  servers: Record<string, ServerView>;
}

/** The servers: loaded once by `servers:list`, then updated by events. */
export const useServers = create<ServersState>(() => ({ loaded: false, error: null, servers: {} }));

export function putServer(server: ServerView): void {
  useServers.setState((state) => ({ servers: { ...state.servers, [server.id]: server } }));
}

export function dropServer(serverId: string): void {
  useServers.setState((state) => {
    const { [serverId]: _, ...servers } = state.servers;
    return { servers };
  });
}
