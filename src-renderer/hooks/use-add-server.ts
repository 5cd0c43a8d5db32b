import { useRef } from 'react';
import type { ErrorView, Result, SettingChanges, ServerView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { putServer, useServers } from '../stores/servers.ts';
import { signIn } from '../stores/sign-ins.ts';
import { select } from '../stores/window.ts';
import { useRequest } from './use-request.ts';

interface NewServer {
  url: string;
  name?: string;
  /** What was entered besides. */
  changes?: SettingChanges;
}

interface AddServer {
  waiting: boolean;
  error: ErrorView | null;
  forget: () => void;
  /** Whether it was added. The sign-in goes on by itself afterwards. */
  send: (server: NewServer, thenSignIn: boolean) => Promise<boolean>;
}

/** Adds a server, shows it, and starts the sign-in where asked. The same form sent twice adds one server. */
export function useAddServer(): AddServer {
  const { waiting, error, send, forget } = useRequest();
  const added = useRef<ServerView | null>(null);

  const add = async ({ url, name, changes }: NewServer): Promise<Result<ServerView>> => {
    const known = added.current?.url === url ? added.current : null;
    const result = known
      ? ({ ok: true, value: known } as const)
      : await request('servers:add', name === undefined ? { url } : { url, name });
    if (!result.ok) return result;
    added.current = { ...result.value, url };
    // The same view as the event's; an event that has come already is newer.
    if (!useServers.getState().servers[result.value.id]) putServer(result.value);
    if (!changes || Object.keys(changes).length === 0) return result;
    const changed = await request('servers:change-settings', { serverId: result.value.id, changes });
    return changed.ok ? result : changed;
  };

  return {
    waiting,
    error,
    forget,
    send: async (server, thenSignIn) => {
      const result = await send(() => add(server));
      if (!result.ok) return false;
      select(result.value.id);
      if (thenSignIn) void signIn(result.value.id);
      return true;
    },
  };
}
