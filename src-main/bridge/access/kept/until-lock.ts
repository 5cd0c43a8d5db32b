import type { GrantEnd, ToolScope } from '../../../../src-preload/contract/program.ts';
import { slotKey, type Slot } from '../../../connections/slot.ts';
import type { Store } from '../../../store/store.ts';

/** A permission of a program that ends when Keyfob is locked or quits. */
export interface LockGrant {
  programId: string;
  pattern: string;
  slot: Slot;
  tools: ToolScope;
  decidedAt: number;
  lastUsed: number | null;
}

/** Kept in memory alone, because they end with the process; recorded when they end. */
export class UntilLock {
  readonly #store: Pick<Store, 'endedGrants' | 'servers'>;
  readonly #now: () => number;
  readonly #grants = new Map<string, LockGrant>();
  /** The name of a server that may be gone when the permission ends. */
  readonly #names = new Map<string, string>();

  constructor(store: Pick<Store, 'endedGrants' | 'servers'>, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  list(): LockGrant[] {
    return [...this.#grants.values()];
  }

  get(pattern: string, slot: Slot): LockGrant | undefined {
    return this.#grants.get(keyOf(pattern, slot));
  }

  give(grant: LockGrant): void {
    const { pattern, slot } = grant;
    this.end((one) => one.pattern === pattern && slotKey(one.slot) === slotKey(slot), 'replaced');
    this.#grants.set(keyOf(pattern, slot), grant);
    this.#names.set(slot.serverId, this.#store.servers.get(slot.workspaceId, slot.serverId)?.name ?? '');
  }

  /** Returns whether there were any. */
  end(isMeant: (grant: LockGrant) => boolean, why: GrantEnd): boolean {
    const ended = this.list().filter(isMeant);
    for (const { pattern, slot, ...grant } of ended) {
      this.#grants.delete(keyOf(pattern, slot));
      const server = this.#names.get(slot.serverId) ?? '';
      const endedAt = this.#now();
      this.#store.endedGrants.record({ ...grant, ...slot, server, answer: 'always', until: 'lock', endedAt, why });
    }
    return ended.length > 0;
  }
}

const keyOf = (pattern: string, slot: Slot) => `${slotKey(slot)} ${pattern}`;
