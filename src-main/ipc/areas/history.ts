import * as z from 'zod/mini';
import { historyOutcomes, type HistoryRequests } from '../../../src-preload/contract/history.ts';
import { boundedText, id, noInput } from '../../base/schema.ts';
import { requireServer } from '../../connections/slot.ts';
import { callsIn } from '../history-calls.ts';
import { exportCalls } from '../export-calls.ts';
import { ownersOf } from '../owners-of.ts';
import type { Area } from '../area.ts';

/** How many calls one request may be about. */
const mostCalls = 1000;

const number = z.int().check(z.minimum(0));
const ids = z.array(number).check(z.maxLength(mostCalls));
/** As servers and programs write them. */
const name = boundedText(4096);

const filter = z.strictObject({
  serverId: z.exactOptional(id),
  tool: z.exactOptional(name),
  outcome: z.exactOptional(z.enum(historyOutcomes)),
  program: z.exactOptional(name),
  from: z.exactOptional(z.int()),
  to: z.exactOptional(z.int()),
});

export const history: Area<HistoryRequests> = {
  'history:list': {
    input: z.strictObject({
      filter,
      before: z.exactOptional(z.strictObject({ startedAt: z.int(), id: number })),
    }),
    answer: ({ context }, { session }, { filter: asked, before }) => callsIn(context, session).page(asked, before),
  },
  'history:choices': {
    input: noInput,
    answer: ({ context }, { session }) => callsIn(context, session).choices(),
  },
  'history:open': {
    input: z.strictObject({ id: number }),
    answer: ({ context }, { session }, { id }) => callsIn(context, session).open(id),
  },
  'history:find': {
    input: z.strictObject({ ids, text: boundedText(1000) }),
    answer: ({ context }, { session }, { ids, text }) => callsIn(context, session).find(ids, text),
  },
  'history:delete': {
    input: z.strictObject({ ids }),
    answer: ({ context }, { session }, { ids }) => callsIn(context, session).remove(ids),
  },
  'history:delete-all': {
    input: noInput,
    answer: ({ context }, { session }) => callsIn(context, session).removeAll(),
  },
  'history:export': {
    input: z.strictObject({ ids }),
    async answer({ context, files }, { session }, { ids }) {
      const text = await exportCalls(context, session, ids);
      return text !== undefined && (await files.save('keyfob-history.json', text)) !== undefined;
    },
  },
  'history:state': {
    input: noInput,
    answer: ({ context }, { session }) => callsIn(context, session).state(),
  },
  'history:leave-out': {
    input: z.strictObject({ serverId: id, isLeftOut: z.boolean() }),
    async answer({ context }, { session }, { serverId, isLeftOut }) {
      requireServer(context.store, session, serverId);
      await context.history.use(({ leftOut }) => {
        for (const owner of ownersOf(context, session)) leftOut.set(owner, serverId, isLeftOut);
      });
      return null;
    },
  },
};
