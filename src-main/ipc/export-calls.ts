import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import { callsIn } from './history-calls.ts';

/** Calls as the text of a file, as far as the session sees them; undefined if there are none. It is not sealed. */
export async function exportCalls(
  context: Pick<Context, 'history' | 'store'>,
  session: Session,
  ids: readonly number[],
): Promise<string | undefined> {
  const { open } = callsIn(context, session);
  const found: object[] = [];
  for (const id of ids) {
    const call = await open(id);
    if (!call) continue;
    const { id: _, serverId, hasContent: __, startedAt, isUnreadable: ___, ...rest } = call;
    const server = context.store.servers.get(session.workspaceId, serverId)?.name ?? null;
    found.push({ server, startedAt: new Date(startedAt).toISOString(), ...rest });
  }
  return found.length === 0 ? undefined : `${JSON.stringify({ calls: found }, undefined, 2)}\n`;
}
