import { ProtocolError, SdkErrorCode, SdkError, type Client } from '@modelcontextprotocol/client';
import type { ErrorCode } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import { requireServer, slotOf, type Session } from '../connections/slot.ts';
import { errorView } from '../error-view.ts';
import { Fault, isFault } from '../fault.ts';
import type { SessionPool } from './session-pool.ts';

const aboutTheSlot: readonly ErrorCode[] = [
  'token_refused',
  'host_not_found',
  'connection_refused',
  'connection_failed',
  'timed_out',
  'tls_failed',
];

/**
 * Does something with a server's MCP session and turns whatever goes wrong into Keyfob's words, noting what says
 * something about the server. A session that the server has forgotten is opened anew, once.
 */
export async function useSession<T>(
  context: Context,
  pool: SessionPool,
  session: Session,
  serverId: string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const server = requireServer(context.store, session, serverId);
  if (!server.enabled) throw new Fault('server_off', 'the server is turned off', { values: { server: server.name } });
  const slot = slotOf(session, server);
  const attempt = async () => use(await pool.session(slot, server));
  const changed = () => context.publish({ type: 'server_changed', workspaceId: slot.workspaceId, serverId });
  try {
    const value = await attempt().catch((error: unknown) => {
      if (!isForgottenSession(error)) throw error;
      pool.evict(slot);
      return attempt();
    });
    if (context.health.clear(slot)) changed();
    return value;
  } catch (error) {
    const fault = sessionFault(error, new URL(server.url).host);
    if (isFault(fault, ...aboutTheSlot)) {
      context.health.note(slot, errorView(fault), context.now());
      pool.evict(slot);
      changed();
    }
    throw fault;
  }
}

/** Streamable HTTP, session management: 404 to a request with a session id means that the session is over. */
function isForgottenSession(error: unknown): boolean {
  return statusOf(error) === 404 || (error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed);
}

function statusOf(error: unknown): number | undefined {
  const status = error instanceof SdkError ? (error.data as { status?: unknown } | undefined)?.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

function sessionFault(error: unknown, host: string): unknown {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof Fault || cause.name === 'AbortError') return cause;
  }
  const values = { host };
  if (error instanceof ProtocolError) {
    return new Fault('tool_failed', `${host} answered with error ${error.code}`, {
      values,
      serverText: error.message,
      cause: error,
    });
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) {
    return new Fault('timed_out', `${host} did not answer in time`, { values, cause: error });
  }
  const status = statusOf(error);
  if (status !== undefined && status >= 500) {
    return new Fault('server_error', `${host} answered ${status}`, { values: { host, status }, cause: error });
  }
  return new Fault('not_an_mcp_server', `${host} broke the protocol`, {
    values: { host, status: status ?? 0 },
    cause: error,
  });
}
