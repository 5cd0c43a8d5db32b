import fuzzysort, { type SnapshotKeys } from 'fuzzysort';

/** Something that the palette leads to. */
export interface Entry {
  /** Unique, and the same in the next palette. */
  id: string;
  kind: 'server' | 'tool' | 'action';
  label: string;
  /** What it belongs to, or its host. */
  detail: string;
  act: () => void;
}

/** More than anyone reads; the others are found by another letter. */
const mostShown = 50;

/**
 * The entries that match, the best first; without a search, those chosen last, then servers, actions and tools. Letters
 * may be left out, and accents.
 */
export function findEntries(entries: readonly Entry[], search: string, recent: readonly string[]): Entry[] {
  const wanted = search.trim();
  const place = new Map(recent.map((id, index) => [id, index]));
  const placeOf = ({ id }: Entry) => place.get(id) ?? recent.length;
  if (wanted === '') return entries.toSorted((one, other) => placeOf(one) - placeOf(other)).slice(0, mostShown);
  return fuzzysort.go(wanted, snapshotOf(entries), { limit: mostShown, threshold: 0.2 }).map(({ obj }) => obj);
}

/** Reads all labels once, so that the first letter takes no longer than the others. */
export function prepareEntries(entries: readonly Entry[]): void {
  findEntries(entries, 'a', []);
}

/** Prepared once for each list: a search of it then takes a fifth of the time. */
function snapshotOf(entries: readonly Entry[]): SnapshotKeys<Entry> {
  const before = snapshots.get(entries);
  if (before) return before;
  const snapshot = fuzzysort.snapshot(entries, { keys: ['label', 'detail'] });
  snapshots.set(entries, snapshot);
  return snapshot;
}

const snapshots = new WeakMap<readonly Entry[], SnapshotKeys<Entry>>();
