import { useRef, useState } from 'react';
import type { ErrorView, Result, SettingChanges, ServerView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { putServer, useServers } from '../stores/servers.ts';
import { signIn } from '../stores/sign-ins.ts';
import { loadTools } from '../stores/tools.ts';
import { select } from '../stores/window.ts';
import { useRequest } from './use-request.ts';

interface NewServer {
  url: string;
  name?: string;
  /** Settings that were entered with the address. */
  changes?: SettingChanges;
  /** A key that was entered with the address. */
  key?: { key: string; user?: string };
}

interface AddServer {
  waiting: boolean;
  error: ErrorView | null;
  /** The server that this form has already saved, if a later step failed: the next try continues with it. */
  saved: ServerView | null;
  forget: () => void;
  /** Returns whether the server was added. The sign-in then continues in the background. */
  send: (server: NewServer, thenSignIn: boolean) => Promise<boolean>;
}

/**
 * Adds a server, shows it, and starts the sign-in if requested. A form adds at most one server, however often it is
 * submitted.
 */
export function useAddServer(): AddServer {
  const { waiting, error, send, forget } = useRequest();
  const [saved, setSaved] = useState<ServerView | null>(null);
  /** The server that this form has added, with the input it was added with. */
  const added = useRef<(NewServer & { id: string }) | null>(null);
  const sending = useRef(false);

  const add = async ({ url, name, changes, key }: NewServer): Promise<Result<ServerView>> => {
    const result = await save(added.current, name === undefined ? { url } : { url, name });
    if (!result.ok) return result;
    added.current = { id: result.value.id, url, ...(name !== undefined && { name }) };
    // The same view as in the event; if the event has already arrived, its view is newer.
    if (!useServers.getState().servers[result.value.id]) putServer(result.value);
    if (!changes || Object.keys(changes).length === 0) return result;
    const changed = await request('servers:change-settings', { serverId: result.value.id, changes });
    setSaved(changed.ok ? null : result.value);
    if (!changed.ok || !key) return changed.ok ? result : changed;
    const used = await request('connections:use-key', { serverId: result.value.id, ...key });
    setSaved(used.ok ? null : result.value);
    if (used.ok) void loadTools(result.value.id, true);
    return used;
  };

  return {
    waiting,
    error,
    saved,
    forget,
    send: async (server, thenSignIn) => {
      if (sending.current) return false;
      sending.current = true;
      const result = await send(() => add(server));
      sending.current = false;
      if (!result.ok) return false;
      select(result.value.id);
      if (thenSignIn && !server.key) void signIn(result.value.id);
      return true;
    },
  };
}

/** Adds the server; if this form has already added it, updates its address and name. */
async function save(
  before: (NewServer & { id: string }) | null,
  { url, name }: Pick<NewServer, 'url' | 'name'>,
): Promise<Result<ServerView>> {
  const there = before && useServers.getState().servers[before.id];
  if (!there) return request('servers:add', name === undefined ? { url } : { url, name });
  const serverId = there.id;
  let result: Result<ServerView> = { ok: true, value: there };
  if (before.url !== url) result = await request('servers:change-address', { serverId, url });
  if (result.ok && name !== undefined && before.name !== name)
    result = await request('servers:rename', { serverId, name });
  return result;
}
