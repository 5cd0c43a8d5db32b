import * as z from 'zod/mini';
import type { ToolInputRequests } from '../../../src-preload/contract/tool-input.ts';
import { boundedText, id, jsonObject } from '../../base/schema.ts';
import { keepInput, removePreset, savePreset, toolInputsOf } from '../../mcp/tool-inputs.ts';
import type { Area } from '../area.ts';

const tool = boundedText(1024);

export const toolInputs: Area<ToolInputRequests> = {
  'inputs:of-tool': {
    input: z.strictObject({ serverId: id, tool }),
    answer: ({ context }, { session }, input) => toolInputsOf(context, session, input),
  },
  'inputs:keep': {
    input: z.strictObject({ serverId: id, tool, input: jsonObject }),
    answer({ context }, { session }, input) {
      keepInput(context, session, input);
      return null;
    },
  },
  'inputs:save-preset': {
    input: z.strictObject({ serverId: id, tool, id, name: boundedText(100), input: jsonObject }),
    answer({ context }, { session }, input) {
      savePreset(context, session, input);
      return null;
    },
  },
  'inputs:remove-preset': {
    input: z.strictObject({ serverId: id, id }),
    answer({ context }, { session }, input) {
      removePreset(context, session, input);
      return null;
    },
  },
};
