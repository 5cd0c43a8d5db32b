import { shrink } from '../store/history/largest-size.ts';
import { transact } from '../store/sql.ts';
import type { OpenedHistory } from './opened-history.ts';

/** Deletes calls that began before `since`, and what only deleted calls needed, and gives the room back to the disk. */
export function sweepHistory({ database, calls }: Pick<OpenedHistory, 'database' | 'calls'>, since?: number): void {
  transact(database, () => {
    if (since !== undefined) calls.sweep(since);
    calls.numbers.sweep();
  });
  shrink(database);
}
