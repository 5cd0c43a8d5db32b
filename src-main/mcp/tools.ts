import type { JsonObject, ToolResultView, ToolView } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import type { SessionPool } from './session-pool.ts';
import { toolResultView, toolView } from './tool-view.ts';

const callTimeout = 5 * 60_000;
const longestCall = 60 * 60_000;

// `use-session` brings the MCP library along, which the first window does without.
const loadUseSession = () => import('./use-session.ts');

/** The tools of one server. Throws what resolving a token, the network and the server throw. */
export async function listTools(
  context: Context,
  pool: SessionPool,
  session: Session,
  serverId: string,
): Promise<ToolView[]> {
  const { useSession } = await loadUseSession();
  const { tools } = await useSession(context, pool, session, serverId, (client) => client.listTools());
  return tools.map(toolView);
}

export interface ToolCall {
  serverId: string;
  tool: string;
  arguments: JsonObject;
  signal: AbortSignal;
}

/**
 * Calls a tool. That the tool itself failed is a result (`isError`), not a fault. Ends after 5 minutes without news
 * from the server, after an hour in any case, or when the signal aborts.
 */
export async function callTool(
  context: Context,
  pool: SessionPool,
  session: Session,
  call: ToolCall,
): Promise<ToolResultView> {
  const { useSession } = await loadUseSession();
  const startedAt = context.now();
  const options = {
    signal: call.signal,
    timeout: callTimeout,
    resetTimeoutOnProgress: true,
    maxTotalTimeout: longestCall,
    onprogress: () => undefined,
  };
  const result = await useSession(
    context,
    pool,
    session,
    call.serverId,
    (client) => client.callTool({ name: call.tool, arguments: call.arguments }, options),
    call.signal,
  );
  return toolResultView(result, context.now() - startedAt);
}
