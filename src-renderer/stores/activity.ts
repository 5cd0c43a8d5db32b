import { create } from 'zustand';
import type { ActivityView, ErrorView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

export interface ActivityLog {
  asking: boolean;
  /** The newest first. */
  entries: ActivityView[];
  /** Whether there are older ones that were not asked for. */
  more: boolean;
  error: ErrorView | null;
}

/** What was done with each server, as far as somebody looked. */
export const useActivity = create<Record<string, ActivityLog>>(() => ({}));

/** Asks for the newest entries, or for those older than what is there. */
export async function loadActivity(serverId: string, older = false): Promise<void> {
  const before = useActivity.getState()[serverId];
  if (before?.asking) return;
  const { entries = [], more = false } = before ?? {};
  useActivity.setState({ [serverId]: { asking: true, entries, more, error: null } });
  const last = older ? entries.at(-1)?.id : undefined;
  const result = await request('activity:list', { serverId, ...(last !== undefined && { before: last }) });
  useActivity.setState((state) => {
    const now = state[serverId]?.entries ?? [];
    if (!result.ok) return { [serverId]: { asking: false, entries: now, more, error: result.error } };
    const log = older ? withOlder(now, result.value) : withNewest({ entries: now, more }, result.value);
    return { [serverId]: { ...log, asking: false, error: null } };
  });
}

type Page = Pick<ActivityLog, 'entries' | 'more'>;

function withOlder(entries: ActivityView[], page: Page): Page {
  return { entries: merge(entries, page.entries), more: page.more };
}

/** The newest page says nothing about what is older than what is there already, where the two meet. */
function withNewest(log: Page, page: Page): Page {
  const last = page.entries.at(-1)?.id;
  if (log.entries.some(({ id }) => id === last)) {
    return { entries: merge(log.entries, page.entries), more: page.more && log.more };
  }
  const newest = page.entries[0]?.id ?? 0;
  return {
    ...page,
    entries: merge(
      log.entries.filter(({ id }) => id > newest),
      page.entries,
    ),
  };
}

/** What happens while somebody looks; nobody else's log has begun yet. */
export function addActivity(entry: ActivityView): void {
  const { serverId } = entry;
  useActivity.setState((state) => {
    const log = serverId === null ? undefined : state[serverId];
    return log && serverId !== null ? { [serverId]: { ...log, entries: merge(log.entries, [entry]) } } : {};
  });
}

export function forgetActivity(serverId: string): void {
  useActivity.setState((state) => {
    const { [serverId]: _, ...rest } = state;
    return rest;
  }, true);
}

/** An entry may come by an event and by an answer; each is there once, the newest first. */
function merge(some: ActivityView[], others: ActivityView[]): ActivityView[] {
  const byId = new Map([...some, ...others].map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted((a, b) => b.id - a.id);
}
