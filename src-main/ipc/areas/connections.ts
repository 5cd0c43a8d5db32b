import * as z from 'zod/mini';
import { longestSetting as longest } from '../../../src-preload/contract.ts';
import type { ConnectionRequests } from '../../../src-preload/contract/connection.ts';
import { redirectForms } from '../../../src-preload/contract/grant.ts';
import { cancelConnect, finishCancelled } from '../../connections/sign-in/cancel.ts';
import { connect } from '../../connections/sign-in/connect.ts';
import type { Context } from '../../connections/context.ts';
import { disconnect } from '../../connections/sign-out/disconnect.ts';
import { dryRun } from '../../connections/sign-in/dry-run.ts';
import { useKey } from '../../connections/tokens/use-key.ts';
import { openInBrowser } from '../../connections/sign-in/open-in-browser.ts';
import { requireServer, slotOf, type Session } from '../../connections/slot.ts';
import { Fault } from '../../base/fault.ts';
import type { Area } from '../area.ts';
import { address, boundedText, id, serverRef } from '../../base/schema.ts';
import { lookUpSettings } from '../../connections/servers/setting-fields.ts';
import { viewFor } from '../server-view-for.ts';

const refresh = z.exactOptional(z.boolean());

export const connections: Area<ConnectionRequests> = {
  'connections:discover': {
    input: z.union([
      z.strictObject({ serverId: id, refresh }),
      z.strictObject({ url: address, settings: z.exactOptional(lookUpSettings), refresh }),
    ]),
    async answer({ context, calls }, { session }, input) {
      const abort = new AbortController();
      if (!('serverId' in input)) return dryRun(context, session, input, abort);
      const key = lookKey(session, input.serverId);
      calls.set(key, abort);
      try {
        return await dryRun(context, session, input, abort);
      } finally {
        if (calls.get(key) === abort) calls.delete(key);
      }
    },
  },
  'connections:connect': {
    input: z.strictObject({
      serverId: id,
      returnPath: z.exactOptional(z.enum(redirectForms)),
      registerAgain: z.exactOptional(z.boolean()),
      withoutConsent: z.exactOptional(z.boolean()),
    }),
    async answer({ context }, { session }, { serverId, ...options }) {
      await connect(context, session, serverId, options);
      return viewFor(context, session, serverId);
    },
  },
  'connections:use-key': {
    input: z.strictObject({
      serverId: id,
      key: boundedText(longest.key),
      user: z.exactOptional(boundedText(longest.keyUser)),
    }),
    answer({ context }, { session }, { serverId, key, user }) {
      useKey(context, session, serverId, { key, user });
      return viewFor(context, session, serverId);
    },
  },
  'connections:cancel': {
    input: serverRef,
    answer({ context, calls }, { session }, { serverId }) {
      const look = calls.get(lookKey(session, serverId));
      // Cancelling a dry run leaves the last sign-in attempt visible.
      if (look) look.abort();
      else cancelConnect(context, session, serverId);
      return viewFor(context, session, serverId);
    },
  },
  'connections:finish-cancelled': {
    input: serverRef,
    async answer({ context }, { session }, { serverId }) {
      await finishCancelled(context, session, serverId);
      return viewFor(context, session, serverId);
    },
  },
  'connections:open-again': {
    input: serverRef,
    async answer({ context }, { session }, { serverId }) {
      const { server, attempt } = waitingAttempt(context, session, serverId);
      await openInBrowser(context, server, attempt);
      return null;
    },
  },
  'connections:copy-link': {
    input: serverRef,
    // Copied by the main process, because the window must not see `state`.
    async answer({ context, copy }, { session }, { serverId }) {
      await copy(waitingAttempt(context, session, serverId).url.href);
      return null;
    },
  },
  'connections:disconnect': {
    input: serverRef,
    answer: async ({ context }, { session }, { serverId }) => ({
      revocation: await disconnect(context, session, serverId),
    }),
  },
};

/** Distinct from the keys of tool calls, which start with a profile id. */
function lookKey({ profileId }: Session, serverId: string): string {
  return `look ${profileId} ${serverId}`;
}

function waitingAttempt(context: Context, session: Session, serverId: string) {
  const server = requireServer(context.store, session, serverId);
  const attempt = context.attempts.active(slotOf(session, server));
  if (!attempt?.authorizationUrl) throw new Fault('cancelled', 'no sign-in is waiting');
  return { server, attempt, url: attempt.authorizationUrl };
}
