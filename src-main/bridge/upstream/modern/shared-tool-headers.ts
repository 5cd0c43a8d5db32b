import type { DomainEvent } from '../../../connections/context.ts';
import { slotKey, type Slot } from '../../../connections/slot.ts';
import { ToolHeaders } from './tool-headers.ts';

/**
 * What is known of servers' tools, by sign-in: without it, each connection of an agent would list the tools before its
 * first call. Dropped with what it was learned from, since tools differ by address and account.
 */
export class SharedToolHeaders {
  readonly #bySlot = new Map<string, { serverId: string; headers: ToolHeaders }>();

  of(slot: Slot): ToolHeaders {
    const key = slotKey(slot);
    const known = this.#bySlot.get(key) ?? { serverId: slot.serverId, headers: new ToolHeaders() };
    this.#bySlot.set(key, known);
    return known.headers;
  }

  follow(event: DomainEvent): void {
    if (event.type === 'tokens_changed') this.#bySlot.delete(slotKey(event.slot));
    if (event.type !== 'server_reconfigured' && event.type !== 'server_removed') return;
    for (const [key, { serverId }] of this.#bySlot) if (serverId === event.serverId) this.#bySlot.delete(key);
  }
}
