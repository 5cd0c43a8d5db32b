import type { Database } from './database.ts';
import { prepare, type Query } from './sql.ts';

/** A key for maps. `profileId` null is the workspace's shared slot. */
export function slotKey(serverId: string, profileId: string | null): string {
  return `${serverId} ${profileId ?? 'shared'}`;
}

export type SlotQuery<R> = Query<[serverId: string, profileId: string | null], R>;

/**
 * Prepares a statement twice, for shared and for own slots, so that each uses its partial index and neither returns
 * rows of the other. `text` receives the condition for WHERE.
 */
export function prepareForSlot<R = never>(database: Database, text: (condition: string) => string): SlotQuery<R> {
  const shared = prepare<[string], R>(database, text('server_id = ? AND profile_id IS NULL'));
  const own = prepare<[string, string], R>(database, text('server_id = ? AND profile_id = ?'));
  return {
    get: (serverId, profileId) => (profileId === null ? shared.get(serverId) : own.get(serverId, profileId)),
    all: (serverId, profileId) => (profileId === null ? shared.all(serverId) : own.all(serverId, profileId)),
    run: (serverId, profileId) => (profileId === null ? shared.run(serverId) : own.run(serverId, profileId)),
  };
}
