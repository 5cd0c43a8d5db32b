import { createHash } from 'node:crypto';
import type { Tool } from '@modelcontextprotocol/client';
import type { Context } from '../connections/context.ts';
import { requireServer, type Session } from '../connections/slot.ts';
import { Fault } from '../base/fault.ts';
import type { Caller } from './caller.ts';

/**
 * A hash of what the user read when waiving a tool's confirmation: title, description, input schema and annotations. If
 * the server changes any of these, the user is asked again.
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

/** Whether the session's profile has waived the confirmation of this tool as it is described now. */
export function waiversOf({ store }: Context, { profileId }: Session, serverId: string): (tool: Tool) => boolean {
  const waivers = store.toolWaivers.of(profileId, serverId);
  return (tool) => waivers.has(tool.name) && waivers.get(tool.name) === toolFingerprint(tool);
}

/**
 * Waives a tool's confirmation, or restores it. `fingerprint`: of the tool as the user saw it. Throws `tool_not_found`
 * if the server no longer lists it in that form, which the user has not read.
 */
export async function waiveTool(caller: Caller, { serverId, tool: name, waived, fingerprint }: Waiver): Promise<void> {
  const { context, session } = caller;
  requireServer(context.store, session, serverId);
  const { toolWaivers } = context.store;
  const { profileId } = session;
  if (!waived) return toolWaivers.remove(profileId, serverId, name);
  const { useSession, targetOf } = await import('./use-session.ts');
  const target = targetOf(context, session, serverId);
  const { tools } = await useSession(caller, target, (client) => client.listTools());
  const shown = tools.some((one) => one.name === name && toolFingerprint(one) === fingerprint);
  if (!shown || fingerprint === undefined)
    throw new Fault('tool_not_found', 'the server does not list it as it was shown');
  toolWaivers.save({ profileId, serverId, tool: name, fingerprint });
}
