import * as z from 'zod/mini';
import type { ElicitationRequests } from '../../../src-preload/contract/elicitation.ts';
import { id, jsonObject } from '../../base/schema.ts';
import type { Area } from '../area.ts';

export const elicitation: Area<ElicitationRequests> = {
  'elicitation:answer': {
    input: z.strictObject({
      id,
      answer: z.union([
        z.strictObject({ action: z.literal('accept'), content: z.exactOptional(jsonObject) }),
        z.strictObject({ action: z.enum(['decline', 'cancel']) }),
      ]),
    }),
    answer({ questions }, { session }, input) {
      questions.answer(session, input.id, input.answer);
      return null;
    },
  },
  'elicitation:open': {
    input: z.strictObject({ id }),
    async answer({ context, questions }, { session }, input) {
      await questions.open(context, session, input.id);
      return null;
    },
  },
};
