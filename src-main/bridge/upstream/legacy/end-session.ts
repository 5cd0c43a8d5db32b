import { abortAfter } from '../../../base/abort-after.ts';
import type { Log } from '../../../base/log.ts';
import type { ServerWay } from '../wire/server-way.ts';
import type { LegacySession } from './legacy-session.ts';

/** How long the end of a session may take, in milliseconds: for one that is being opened, and for the server. */
export const closingTime = 5000;

/**
 * Ends a session at the server, if it has an id (MCP 2025-11-25, Transports, "Session Management"). The server may
 * refuse that with 405. Never throws: the agent has gone.
 */
export async function endSession(way: ServerWay, session: LegacySession, log: Log): Promise<void> {
  if (session.id === undefined) return;
  try {
    const response = await way.fetch('messages', session.delete(abortAfter(closingTime)));
    await response.body?.cancel();
  } catch (error) {
    log.info('the session of an agent was not ended at the server', { error });
  }
}
