import * as z from 'zod/mini';
import type { ActivityRequests } from '../../../src-preload/contract/activity.ts';
import { listActivity } from '../../connections/activity.ts';
import type { Area } from '../area.ts';
import { id } from '../../base/schema.ts';

export const activity: Area<ActivityRequests> = {
  'activity:list': {
    input: z.strictObject({ serverId: z.exactOptional(id), before: z.exactOptional(z.int()) }),
    answer: ({ context }, { session }, input) => listActivity(context, session, input),
  },
};
