import type { AppView, RequestName, Requests, ServerView } from '../../src-preload/contract.ts';
import { cancelConnect } from '../connections/cancel.ts';
import { connect } from '../connections/connect.ts';
import { serverView, serverViews } from '../connections/connection-view.ts';
import type { Context } from '../connections/context.ts';
import { disconnect } from '../connections/disconnect.ts';
import { dryRun } from '../connections/dry-run.ts';
import {
  addServer,
  changeServerAddress,
  removeServer,
  renameServer,
  setServerEnabled,
} from '../connections/servers.ts';
import { changeSettings, publicKeyOf, settingsCost, settingsView } from '../connections/settings.ts';
import { requireServer, slotOf, type Session } from '../connections/slot.ts';
import { Fault } from '../fault.ts';
import { openInBrowser } from '../connections/open-in-browser.ts';
import type { SessionPool } from '../mcp/session-pool.ts';
import { callTool, listTools } from '../mcp/tools.ts';

type Output<Name extends RequestName> = Requests[Name]['output'];

/** One function per request: the session that asks, then what it asks. */
export type Handlers = {
  [Name in RequestName]: (session: Session, input: Requests[Name]['input']) => Output<Name> | Promise<Output<Name>>;
};

interface HandlerOptions {
  context: Context;
  pool: SessionPool;
  describe: (session: Session) => AppView;
  copy: (text: string) => void;
}

export function createHandlers({ context, pool, describe, copy }: HandlerOptions): Handlers {
  const calls = new Map<string, AbortController>();
  const view = (session: Session, serverId: string): ServerView =>
    serverView(context, session, requireServer(context.store, session, serverId));
  const authorizationUrl = (session: Session, serverId: string) => {
    const attempt = context.attempts.active(slotOf(session, requireServer(context.store, session, serverId)));
    if (!attempt?.authorizationUrl) throw new Fault('cancelled', 'no sign-in is waiting');
    return { attempt, url: attempt.authorizationUrl };
  };

  return {
    'app:describe': (session) => describe(session),
    'app:copy': (_session, { text }) => {
      copy(text);
      return null;
    },

    'servers:list': (session) => serverViews(context, session),
    'servers:add': (session, input) => serverView(context, session, addServer(context, session, input)),
    'servers:rename': (session, { serverId, name }) => {
      renameServer(context, session, serverId, name);
      return view(session, serverId);
    },
    'servers:change-address': async (session, { serverId, url }) => {
      await changeServerAddress(context, session, serverId, url);
      return view(session, serverId);
    },
    'servers:set-enabled': (session, { serverId, enabled }) => {
      setServerEnabled(context, session, serverId, enabled);
      return view(session, serverId);
    },
    'servers:remove': async (session, { serverId }) => ({ revocation: await removeServer(context, session, serverId) }),

    'servers:settings': (session, { serverId }) => settingsView(context, session, serverId),
    'servers:settings-cost': async (session, { serverId, changes }) => ({
      signIns: await settingsCost(context, session, serverId, changes),
    }),
    'servers:change-settings': async (session, { serverId, changes }) => {
      await changeSettings(context, session, serverId, changes);
      return settingsView(context, session, serverId);
    },
    'servers:public-key': async (session, { serverId }) => ({ jwks: await publicKeyOf(context, session, serverId) }),

    'connections:discover': (session, input) => dryRun(context, session, input),
    'connections:connect': async (session, { serverId, ...options }) => {
      await connect(context, session, serverId, options);
      return view(session, serverId);
    },
    'connections:cancel': (session, { serverId }) => {
      cancelConnect(context, session, serverId);
      return view(session, serverId);
    },
    'connections:open-again': async (session, { serverId }) => {
      await openInBrowser(context, authorizationUrl(session, serverId).attempt);
      return null;
    },
    // The link is copied here, because it carries the state: the window has no use for that.
    'connections:copy-link': (session, { serverId }) => {
      copy(authorizationUrl(session, serverId).url.href);
      return null;
    },
    'connections:disconnect': async (session, { serverId }) => ({
      revocation: await disconnect(context, session, serverId),
    }),

    'tools:list': (session, { serverId }) => listTools(context, pool, session, serverId),
    'tools:call': async (session, { callId, ...call }) => {
      const abort = new AbortController();
      const key = `${session.profileId} ${callId}`;
      calls.set(key, abort);
      try {
        return await callTool(context, pool, session, { ...call, signal: abort.signal });
      } finally {
        calls.delete(key);
      }
    },
    'tools:cancel': (session, { callId }) => {
      calls.get(`${session.profileId} ${callId}`)?.abort();
      return null;
    },
  };
}
