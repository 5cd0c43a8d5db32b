import { onTestFinished } from 'vitest';
import { SessionPool } from '../../src-main/mcp/session-pool.ts';
import { callTool, listTools } from '../../src-main/mcp/tools.ts';
import type { JsonObject, ToolListView, ToolResultView, ToolView } from '../../src-preload/contract.ts';
import type { Keyfob } from './keyfob.ts';

interface Tools {
  pool: SessionPool;
  /** The server's current list. */
  list: () => Promise<ToolView[]>;
  /** The same, with the list's own properties. */
  whole: () => Promise<ToolListView>;
  /** The cached list. */
  known: () => Promise<ToolView[]>;
  call: (tool: string, input?: JsonObject, signal?: AbortSignal) => Promise<ToolResultView>;
  /** Performs a step-up if needed, and repeats the call once. */
  callSteppingUp: (tool: string, signal?: AbortSignal) => Promise<ToolResultView>;
}

/** The tools of a server, through a session pool that receives events, like the app's. */
export function toolsOf(kit: Keyfob, id: string): Tools {
  const pool = new SessionPool(kit.context);
  onTestFinished(() => pool.closeAll());
  kit.subscribe((event) => pool.follow(event));
  return {
    pool,
    list: async () =>
      (await listTools({ context: kit.context, pool, session: kit.session }, { serverId: id, refresh: true })).tools,
    known: async () => (await listTools({ context: kit.context, pool, session: kit.session }, { serverId: id })).tools,
    whole: () => listTools({ context: kit.context, pool, session: kit.session }, { serverId: id, refresh: true }),
    call: (tool, input = {}, signal = new AbortController().signal) =>
      callTool({ context: kit.context, pool, session: kit.session }, { serverId: id, tool, arguments: input, signal }),
    callSteppingUp: (tool, signal = new AbortController().signal) =>
      callTool(
        { context: kit.context, pool, session: kit.session },
        { serverId: id, tool, arguments: {}, signal, stepUp: true },
      ),
  };
}
