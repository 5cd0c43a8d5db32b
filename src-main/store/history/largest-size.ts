import type { Database } from '../database.ts';
import type { Calls } from './calls.ts';

/** What is freed beyond what is needed, so that not every write frees some: one part in so many of the whole. */
const slack = 50;

/**
 * Deletes the oldest calls until `needed` more bytes fit into a file of `most` bytes. Call it in the transaction that
 * writes, so that the new calls take the pages of the old ones. Returns how many calls were deleted.
 */
export function makeRoom(database: Database, calls: Calls, needed: number, most: number): number {
  let removed = 0;
  for (;;) {
    const over = usedBytes(database) + needed - most;
    if (over <= 0) return removed;
    const gone = calls.removeOldest(over + Math.floor(most / slack));
    if (gone === 0) return removed;
    removed += gone;
  }
}

/** Of the pages that hold something. */
export function usedBytes(database: Database): number {
  const read = (name: string) => database.pragma(name, { simple: true }) as number;
  return (read('page_count') - read('freelist_count')) * read('page_size');
}

/** Gives the pages that hold nothing back to the disk. */
export function shrink(database: Database): void {
  database.pragma('incremental_vacuum');
}
