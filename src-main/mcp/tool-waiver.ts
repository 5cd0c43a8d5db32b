import { createHash } from 'node:crypto';
import type { Tool } from '@modelcontextprotocol/client';
import type { Context } from '../connections/context.ts';
import { requireServer, type Session } from '../connections/slot.ts';
import { Fault } from '../base/fault.ts';
import type { SessionPool } from './session-pool.ts';

/**
 * What a person read when they said that a tool may run unasked: its title, its description, its input and its hints. Where the
 * server says anything else of it, it is another tool, and the person is asked again.
 */
export function toolFingerprint({ name, title, description, inputSchema, annotations }: Tool): string {
  const read = JSON.stringify([name, title ?? null, description ?? null, inputSchema, annotations ?? null]);
  return createHash('sha256').update(read).digest('hex');
}

interface Waiver {
  serverId: string;
  tool: string;
  waived: boolean;
  fingerprint?: string | undefined;
}

/** Whether the session's profile lets this tool of the server run unasked, as it is described now. */
export function waiversOf({ store }: Context, { profileId }: Session, serverId: string): (tool: Tool) => boolean {
  const waivers = store.toolWaivers.of(profileId, serverId);
  return (tool) => waivers.has(tool.name) && waivers.get(tool.name) === toolFingerprint(tool);
}

/**
 * Lets a tool run unasked from now on, or has it asked about again. `fingerprint`: of the tool as the person was shown it. Throws
 * `tool_not_found` where the server does not list it, or not as it was shown: what it says now nobody has read.
 */
export async function waiveTool(
  context: Context,
  pool: SessionPool,
  session: Session,
  { serverId, tool: name, waived, fingerprint }: Waiver,
): Promise<void> {
  requireServer(context.store, session, serverId);
  const { toolWaivers } = context.store;
  const { profileId } = session;
  if (!waived) return toolWaivers.remove(profileId, serverId, name);
  const { useSession, targetOf } = await import('./use-session.ts');
  const target = targetOf(context, session, serverId);
  const { tools } = await useSession(context, pool, target, (client) => client.listTools());
  const shown = tools.some((one) => one.name === name && toolFingerprint(one) === fingerprint);
  if (!shown || fingerprint === undefined)
    throw new Fault('tool_not_found', 'the server does not list it as it was shown');
  toolWaivers.save({ profileId, serverId, tool: name, fingerprint });
}
