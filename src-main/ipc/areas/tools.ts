import * as z from 'zod/mini';
import type { ToolProgressView } from '../../../src-preload/contract.ts';
import type { ToolRequests } from '../../../src-preload/contract/tool.ts';
import type { Session } from '../../connections/slot.ts';
import { availableTools } from '../../mcp/available-tools.ts';
import { callTool, listTools } from '../../mcp/tools.ts';
import { waiveTool } from '../../mcp/tool-waiver.ts';
import type { Area } from '../area.ts';
import { id, boundedText, jsonObject } from '../../base/schema.ts';

export const tools: Area<ToolRequests> = {
  'tools:list': {
    input: z.strictObject({ serverId: id, refresh: z.exactOptional(z.boolean()) }),
    answer: ({ context, pool }, { session }, { serverId, refresh }) =>
      listTools({ context, pool, session }, { serverId, refresh }),
  },
  'tools:available': {
    input: z.strictObject({ refresh: z.exactOptional(z.boolean()) }),
    answer: ({ context, pool }, { session }, { refresh }) => availableTools({ context, pool, session }, refresh),
  },
  'tools:call': {
    input: z.strictObject({
      serverId: id,
      callId: id,
      tool: boundedText(1024),
      arguments: jsonObject,
      stepUp: z.exactOptional(z.boolean()),
    }),
    async answer({ context, pool, calls, lock, questions }, { session, send }, { callId, ...call }) {
      const abort = new AbortController();
      const key = callKey(session, callId);
      calls.set(key, abort);
      try {
        const onProgress = (progress: ToolProgressView) => {
          if (!lock.isLocked) send('tools:progress', { callId, ...progress });
        };
        // Locking ends the call, and its questions with it.
        const ask = questions.askFor({ session, callId, serverId: call.serverId, tell: send });
        return await callTool({ context, pool, session }, { ...call, signal: abort.signal, onProgress, ask });
      } finally {
        calls.delete(key);
      }
    },
  },
  'tools:cancel': {
    input: z.strictObject({ callId: id }),
    answer({ calls }, { session }, { callId }) {
      calls.get(callKey(session, callId))?.abort();
      return null;
    },
  },
  'tools:waive': {
    input: z.strictObject({
      serverId: id,
      tool: boundedText(1024),
      waived: z.boolean(),
      fingerprint: z.exactOptional(boundedText(64)),
    }),
    async answer({ context, pool }, { session }, waiver) {
      await waiveTool({ context, pool, session }, waiver);
      return null;
    },
  },
};

function callKey({ profileId }: Session, callId: string): string {
  return `${profileId} ${callId}`;
}
