import { slotKey, type Slot } from '../../connections/slot.ts';
import type { Caller } from '../caller/find-caller.ts';

interface Watch {
  caller: Caller;
  slot: Slot;
  wasAllowed: boolean;
  listener: () => void;
}

/** The connections that are to be told when their permission ends, or when other tools are shown to them. */
export class Watches {
  readonly #isAllowed: (caller: Caller, slot: Slot) => boolean;
  readonly #watches = new Set<Watch>();
  readonly #ofTools = new Map<string, Set<() => void>>();

  constructor(isAllowed: (caller: Caller, slot: Slot) => boolean) {
    this.#isAllowed = isAllowed;
  }

  whenEnded(caller: Caller, slot: Slot, listener: () => void): () => void {
    const watch = { caller, slot, listener, wasAllowed: this.#isAllowed(caller, slot) };
    this.#watches.add(watch);
    return () => this.#watches.delete(watch);
  }

  whenToolsChange(slot: Slot, listener: () => void): () => void {
    const key = slotKey(slot);
    const listeners = this.#ofTools.get(key) ?? new Set();
    this.#ofTools.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#ofTools.delete(key);
    };
  }

  tellOfTools(slot: Slot): void {
    for (const listener of this.#ofTools.get(slotKey(slot)) ?? []) listener();
  }

  /** Tells those whose permission has ended. Call it after every change. */
  look(): void {
    for (const watch of this.#watches) {
      const isAllowed = this.#isAllowed(watch.caller, watch.slot);
      if (watch.wasAllowed && !isAllowed) {
        this.#watches.delete(watch);
        watch.listener();
      }
      watch.wasAllowed = isAllowed;
    }
  }
}
