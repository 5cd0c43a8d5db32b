import { Fault, isFault } from '../base/fault.ts';
import type { Caller } from './caller.ts';
import type { ListingClient } from './listing-client.ts';

/**
 * Asks a server for what is no tool and changes nothing, on the user's request: a pause after a failure is bypassed.
 * Throws what using a session throws, and `request_refused` with the server's words for an error that it answers.
 */
export async function askServer<T>(
  caller: Caller,
  serverId: string,
  use: (client: ListingClient) => Promise<T>,
): Promise<T> {
  // It imports the MCP library, which the first window does not need.
  const { useSession, targetOf } = await import('./use-session.ts');
  const target = targetOf(caller.context, caller.session, serverId);
  try {
    return await useSession(caller, target, use, { ignorePause: true, isIdempotent: true });
  } catch (error) {
    if (!isFault(error, 'tool_failed')) throw error;
    const { values, serverText } = error;
    throw new Fault('request_refused', 'the server answered with an error', {
      values: { status: 0, ...values },
      serverText,
      cause: error,
    });
  }
}
