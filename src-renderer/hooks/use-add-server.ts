import type { ErrorView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { putServer, useServers } from '../stores/servers.ts';
import { signIn } from '../stores/sign-ins.ts';
import { select } from '../stores/window.ts';
import { useRequest } from './use-request.ts';

interface AddServer {
  waiting: boolean;
  error: ErrorView | null;
  forget: () => void;
  /** Whether it was added. The sign-in goes on by itself afterwards. */
  send: (server: { url: string; name?: string }, thenSignIn: boolean) => Promise<boolean>;
}

/** Adds a server, shows it, and starts the sign-in where asked. */
export function useAddServer(): AddServer {
  const { waiting, error, send, forget } = useRequest();
  return {
    waiting,
    error,
    forget,
    send: async (server, thenSignIn) => {
      const result = await send(() => request('servers:add', server));
      if (!result.ok) return false;
      // The same view as the event's; an event that has come already is newer.
      if (!useServers.getState().servers[result.value.id]) putServer(result.value);
      select(result.value.id);
      if (thenSignIn) void signIn(result.value.id);
      return true;
    },
  };
}
