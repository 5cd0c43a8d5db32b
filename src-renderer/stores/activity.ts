import { create } from 'zustand';
import type { ActivityView, ErrorView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

export interface ActivityLog {
  asking: boolean;
  /** Newest first. */
  entries: ActivityView[];
  /** Whether there are older entries on the server side. */
  more: boolean;
  error: ErrorView | null;
}

/** The activity of each server, once the user has opened it. */
export const useActivity = create<Record<string, ActivityLog>>(() => ({}));

/** Loads the newest entries, or those older than the loaded ones. */
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

/** Merges the newest page. If it overlaps the loaded entries, `more` still describes the older end. */
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

/** Adds an entry to a log that is loaded; others load it later. */
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

/** The same entry may arrive by event and by response: removes duplicates, newest first. */
function merge(some: ActivityView[], others: ActivityView[]): ActivityView[] {
  const byId = new Map([...some, ...others].map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted((a, b) => b.id - a.id);
}
