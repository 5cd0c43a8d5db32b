import * as z from 'zod/mini';
import { logLevels, type LogRequests } from '../../../src-preload/contract/server-log.ts';
import { id, serverRef } from '../../base/schema.ts';
import { requireServer, slotOf } from '../../connections/slot.ts';
import { setLogLevel } from '../../mcp/set-log-level.ts';
import type { Area } from '../area.ts';

export const logs: Area<LogRequests> = {
  'logs:list': {
    input: serverRef,
    answer: ({ context, pool }, { session }, { serverId }) =>
      pool.logs.of(slotOf(session, requireServer(context.store, session, serverId))),
  },
  'logs:set-level': {
    input: z.strictObject({ serverId: id, level: z.enum(logLevels) }),
    async answer({ context, pool }, { session }, input) {
      await setLogLevel({ context, pool, session }, input);
      return null;
    },
  },
  'logs:clear': {
    input: serverRef,
    answer({ context, pool }, { session }, { serverId }) {
      pool.logs.clear(slotOf(session, requireServer(context.store, session, serverId)));
      return null;
    },
  },
};
