import type { ErrorView, ServerView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { useRequest } from './use-request.ts';
import { useRevocationNotice } from './use-revocation-notice.ts';

interface RemoveServer {
  waiting: boolean;
  error: ErrorView | null;
  /** `takesEntries`: out of the settings of programs as well. */
  remove: (takesEntries?: boolean) => Promise<void>;
}

/** Removes a server, and notifies of the revocation's result. `onRemoved` leaves the view that asked. */
export function useRemoveServer(server: ServerView, onRemoved: () => void): RemoveServer {
  const { waiting, error, send } = useRequest();
  const tell = useRevocationNotice();
  const remove = async (takesEntries = false) => {
    const input = { serverId: server.id, ...(takesEntries && { takesEntries }) };
    const result = await send(() => request('servers:remove', input));
    if (!result.ok) return;
    onRemoved();
    tell('removed', server, result.value.revocation);
  };
  return { waiting, error, remove };
}
