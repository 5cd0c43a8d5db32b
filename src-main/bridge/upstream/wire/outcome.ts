import { Fault } from '../../../base/fault.ts';
import { ForgottenSession } from '../../../mcp/forgotten-session.ts';
import { unlessSignInWanted } from '../../../mcp/late-sign-in.ts';
import { noteAnswered, noteFault, onceMoreIfBusy } from '../../../mcp/slot-health.ts';
import { methodOf } from './messages.ts';
import { refusal } from './refusal.ts';
import type { Target } from './server-way.ts';
import type { Message } from '../upstream.ts';

/** Requests that change nothing at the server when they are made twice, by what the revisions say of them. */
const idempotent = new Set([
  'completion/complete',
  'logging/setLevel',
  'ping',
  'prompts/get',
  'prompts/list',
  'resources/list',
  'resources/read',
  'resources/subscribe',
  'resources/templates/list',
  'resources/unsubscribe',
  'server/discover',
  'tasks/get',
  'tasks/list',
  'tasks/result',
  'tools/list',
]);

export const isIdempotent = (message: Message): boolean => idempotent.has(methodOf(message));

/**
 * Does what one message needs, and once more where a busy server has not carried it out. Records for the window how the
 * server answered. Throws a `Fault`, or the reason of the signal once that is aborted.
 */
export async function withOutcome<T>(
  { context, slot, server }: Target,
  message: Message,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const value = await onceMoreIfBusy(context, slot, work, { isIdempotent: isIdempotent(message), signal });
    noteAnswered(context, slot);
    return value;
  } catch (error) {
    if (signal?.aborted) throw error;
    const fault = await unlessSignInWanted(context, server, slot, faultOf(error, new URL(server.url).host));
    noteFault(context, slot, fault);
    throw fault;
  }
}

function faultOf(error: unknown, host: string): Fault {
  if (error instanceof Fault) return error;
  // Refused in a session that had just been opened: then it is about something else.
  if (error instanceof ForgottenSession)
    return error.cause instanceof Fault
      ? error.cause
      : refusal(error.data ?? { status: 0 }, error.data?.text ?? '', host);
  return new Fault('internal', 'a message could not be passed on', { cause: error, mayHaveRun: true });
}
