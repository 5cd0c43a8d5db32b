import { onTestFinished } from 'vitest';
import { SessionPool } from '../../src-main/mcp/session-pool.ts';
import { callTool, listTools } from '../../src-main/mcp/tools.ts';
import type { JsonObject, ToolListView, ToolResultView, ToolView } from '../../src-preload/contract.ts';
import type { Keyfob } from './keyfob.ts';

interface Tools {
  pool: SessionPool;
  /** As the server lists them now. */
  list: () => Promise<ToolView[]>;
  /** The same, with what is said of the list. */
  whole: () => Promise<ToolListView>;
  /** As they are known. */
  known: () => Promise<ToolView[]>;
  call: (tool: string, input?: JsonObject, signal?: AbortSignal) => Promise<ToolResultView>;
  /** Asks for more access where the call wants it, and calls once more. */
  callSteppingUp: (tool: string, signal?: AbortSignal) => Promise<ToolResultView>;
}

/** The tools of a server, through a pool of sessions that hears what happens, as the app's does. */
export function toolsOf(kit: Keyfob, id: string): Tools {
  const pool = new SessionPool(kit.context);
  onTestFinished(() => pool.closeAll());
  kit.subscribe((event) => pool.follow(event));
  return {
    pool,
    list: async () => (await listTools(kit.context, pool, kit.session, id, true)).tools,
    known: async () => (await listTools(kit.context, pool, kit.session, id)).tools,
    whole: () => listTools(kit.context, pool, kit.session, id, true),
    call: (tool, input = {}, signal = new AbortController().signal) =>
      callTool(kit.context, pool, kit.session, { serverId: id, tool, arguments: input, signal }),
    callSteppingUp: (tool, signal = new AbortController().signal) =>
      callTool(kit.context, pool, kit.session, { serverId: id, tool, arguments: {}, signal, stepUp: true }),
  };
}
