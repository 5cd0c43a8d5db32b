import type { Context } from '../connections/context.ts';
import type { Slot } from '../connections/slot.ts';
import type { Heard } from './open-session.ts';
import type { ServerLogs } from './server-logs.ts';

/** What it needs of the pool, which imports this file. */
interface Listeners {
  logs: Pick<ServerLogs, 'note' | 'levelOf'>;
  onCompleted?: ((serverId: string, elicitationId: string) => void) | undefined;
}

/** Where it goes what a server tells by itself in the session of a slot. */
export function heardOf({ publish, now }: Pick<Context, 'publish' | 'now'>, pool: Listeners, slot: Slot): Heard {
  return {
    changed: (what) =>
      publish(what === 'tools' ? { type: 'tools_changed', slot } : { type: 'offer_changed', slot, what }),
    updated: (uri) => publish({ type: 'resource_updated', slot, uri, at: now() }),
    logged: (message) => {
      const entry = pool.logs.note(slot, message, now());
      if (entry) publish({ type: 'server_logged', slot, entry });
    },
    logLevel: () => pool.logs.levelOf(slot),
    completed: (elicitationId) => pool.onCompleted?.(slot.serverId, elicitationId),
  };
}
