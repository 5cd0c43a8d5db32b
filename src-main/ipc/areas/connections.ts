import * as z from 'zod/mini';
import type { ConnectionRequests } from '../../../src-preload/contract/connection.ts';
import { cancelConnect } from '../../connections/cancel.ts';
import { connect } from '../../connections/connect.ts';
import type { Context } from '../../connections/context.ts';
import { disconnect } from '../../connections/disconnect.ts';
import { dryRun } from '../../connections/dry-run.ts';
import { openInBrowser } from '../../connections/open-in-browser.ts';
import { requireServer, slotOf, type Session } from '../../connections/slot.ts';
import { Fault } from '../../fault.ts';
import type { Area } from '../area.ts';
import { address, id, server } from '../../fields.ts';
import { lookUpSettings } from '../../connections/setting-fields.ts';
import { viewFor } from '../server-view-for.ts';

const refresh = z.exactOptional(z.boolean());

export const connections: Area<ConnectionRequests> = {
  'connections:discover': {
    input: z.union([
      z.strictObject({ serverId: id, refresh }),
      z.strictObject({ url: address, settings: z.exactOptional(lookUpSettings), refresh }),
    ]),
    answer: ({ context }, { session }, input) => dryRun(context, session, input),
  },
  'connections:connect': {
    input: z.strictObject({
      serverId: id,
      returnPath: z.exactOptional(z.enum(['app_link', 'loopback'])),
      registerAgain: z.exactOptional(z.boolean()),
    }),
    async answer({ context }, { session }, { serverId, ...options }) {
      await connect(context, session, serverId, options);
      return viewFor(context, session, serverId);
    },
  },
  'connections:cancel': {
    input: server,
    answer({ context }, { session }, { serverId }) {
      cancelConnect(context, session, serverId);
      return viewFor(context, session, serverId);
    },
  },
  'connections:open-again': {
    input: server,
    async answer({ context }, { session }, { serverId }) {
      await openInBrowser(context, waitingAttempt(context, session, serverId).attempt);
      return null;
    },
  },
  'connections:copy-link': {
    input: server,
    // The link is copied here, because it carries the state: the window has no use for that.
    answer({ context, copy }, { session }, { serverId }) {
      copy(waitingAttempt(context, session, serverId).url.href);
      return null;
    },
  },
  'connections:disconnect': {
    input: server,
    answer: async ({ context }, { session }, { serverId }) => ({
      revocation: await disconnect(context, session, serverId),
    }),
  },
};

function waitingAttempt(context: Context, session: Session, serverId: string) {
  const attempt = context.attempts.active(slotOf(session, requireServer(context.store, session, serverId)));
  if (!attempt?.authorizationUrl) throw new Fault('cancelled', 'no sign-in is waiting');
  return { attempt, url: attempt.authorizationUrl };
}
