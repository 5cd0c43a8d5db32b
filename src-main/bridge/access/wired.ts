import type { DomainEvent } from '../../connections/context.ts';
import type { Slot } from '../../connections/slot.ts';
import type { Store } from '../../store/store.ts';
import type { Caller } from '../caller/find-caller.ts';
import { isWiredProgram } from './is-wired-program.ts';
import type { Grants } from './kept/grants.ts';

/**
 * The permissions that the user gave by wiring a program to a server. The first process of that program that comes has
 * it from then on, for good and with all tools; a later one that looks the same to a person and not to the system is
 * asked about as usual.
 */
export class Wired {
  readonly #store: Pick<Store, 'wirings' | 'transaction' | 'tokenSets'>;
  readonly #grants: Grants;

  constructor(store: Pick<Store, 'wirings' | 'transaction' | 'tokenSets'>, grants: Grants) {
    this.#store = store;
    this.#grants = grants;
  }

  /** Gives a caller the permission that waits for its program. Returns whether there was one. */
  claim(caller: Caller, slot: Slot): boolean {
    const { wirings, transaction } = this.#store;
    const found = wirings.unpinned(slot).find(({ program }) => isWiredProgram(program, caller));
    if (!found) return false;
    return transaction(() =>
      wirings.pin(found, this.#grants.keep(caller, slot, 'always', { rule: 'all', allowed: [] })),
    );
  }

  /** What ends permissions ends those that wait as well. */
  follow(event: DomainEvent): void {
    const { wirings, tokenSets } = this.#store;
    if (event.type === 'server_moved') wirings.endUnpinnedOfServer(event.serverId);
    if (event.type !== 'tokens_changed') return;
    const { serverId, profileId } = event.slot;
    if (tokenSets.signIns(serverId, profileId).length === 0) wirings.endUnpinnedOfSlot(event.slot);
  }
}
