import * as z from 'zod/mini';
import type { PromptRequests } from '../../../src-preload/contract/prompt.ts';
import { boundedText, id, serverRef } from '../../base/schema.ts';
import { getPrompt, listPrompts } from '../../mcp/prompts.ts';
import type { Area } from '../area.ts';

const name = boundedText(1024);

export const prompts: Area<PromptRequests> = {
  'prompts:list': {
    input: serverRef,
    answer: ({ context, pool }, { session }, input) => listPrompts({ context, pool, session }, input),
  },
  'prompts:get': {
    input: z.strictObject({
      serverId: id,
      prompt: name,
      arguments: z.record(name, boundedText(100_000)).check(z.refine((given) => Object.keys(given).length <= 100)),
    }),
    answer: ({ context, pool }, { session }, input) => getPrompt({ context, pool, session }, input),
  },
};
