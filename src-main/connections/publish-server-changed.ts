import type { Context } from './context.ts';
import type { Slot } from './slot.ts';

/** Publishes that a server, or one of its slots, looks different now: windows and the tray show it again. */
export function publishServerChanged(
  { publish }: Pick<Context, 'publish'>,
  { workspaceId, serverId }: Pick<Slot, 'workspaceId' | 'serverId'>,
): void {
  publish({ type: 'server_changed', workspaceId, serverId });
}
