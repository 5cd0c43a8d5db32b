import { sizeOf } from '../store/history/call.ts';
import { makeRoom } from '../store/history/largest-size.ts';
import { transact } from '../store/sql.ts';
import type { Existing } from './remove-calls.ts';
import type { OpenedHistory } from './opened-history.ts';
import type { WaitingCalls } from './waiting-calls.ts';

/** How many calls are written in one transaction, and how many characters of content. */
const mostAtOnce = 500;
const longestAtOnce = 2_000_000;

/** How much of the largest size the file may take: the rest is for its log. */
const shareOfFile = 0.95;

interface WriteOptions {
  /** Of the file with its log, in bytes. */
  largest: number;
  /** A call may end after its server was removed. */
  exists: Existing;
  /** Gets the owners of what was written. */
  owners: Set<string>;
}

/**
 * Writes the calls whose content is there, in several transactions, and deletes the oldest where the file is full. A
 * transaction that fails leaves its calls to be written later, but for those of servers that are left out or gone.
 */
export function writeCalls(
  { database, calls, leftOut }: OpenedHistory,
  waiting: WaitingCalls,
  { largest, exists, owners }: WriteOptions,
): void {
  for (;;) {
    const next = waiting.first(mostAtOnce, Math.min(longestAtOnce, largest / 20));
    if (next.length === 0) return;
    const added = next
      .filter(({ facts: { owner, serverId } }) => exists.server(serverId) && exists.owner(owner))
      .filter(({ facts: { owner, serverId } }) => !leftOut.has(owner, serverId))
      .map(({ facts, content }) => ({ ...facts, ...content }));
    try {
      transact(database, () => {
        const needed = added.reduce((sum, call) => sum + sizeOf(call), 0);
        makeRoom(database, calls, needed, largest * shareOfFile);
        calls.add(added);
      });
    } catch (error) {
      calls.numbers.forget();
      throw error;
    }
    waiting.drop(next.length);
    for (const { owner } of added) owners.add(owner);
  }
}
