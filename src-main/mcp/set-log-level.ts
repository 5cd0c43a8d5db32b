import type { LogLevel } from '../../src-preload/contract.ts';
import { requireServer, slotOf } from '../connections/slot.ts';
import { askServer } from './ask-server.ts';
import type { Caller } from './caller.ts';

/**
 * Chooses the least urgent messages that a server is asked for, until Keyfob quits. A server of revision 2026-07-28 is
 * told with each call; an earlier one now, where it has a log. Throws what asking a server throws.
 */
export async function setLogLevel(
  caller: Caller,
  { serverId, level }: { serverId: string; level: LogLevel },
): Promise<void> {
  const { context, session, pool } = caller;
  pool.logs.setLevel(slotOf(session, requireServer(context.store, session, serverId)), level);
  await askServer(caller, serverId, async (client) => {
    if (client.getProtocolEra() === 'legacy' && client.getServerCapabilities()?.logging)
      await client.setLoggingLevel(level);
  });
}
