import { dpopHandle, type DpopHandle } from '../../oauth/dpop.ts';
import type { Secret } from '../../base/secret.ts';
import { slotKey, type Slot } from '../slot.ts';

/**
 * The DPoP handles of slots with bound tokens, kept as long as the tokens because they remember the servers' nonces
 * (RFC 9449 section 8).
 */
export class DpopHandles {
  readonly #handles = new Map<string, { key: Secret; handle: Promise<DpopHandle> }>();

  /** The slot's handle for this key. Throws `request_invalid` if the key cannot sign. */
  of(slot: Slot, key: Secret): Promise<DpopHandle> {
    const known = this.#handles.get(slotKey(slot));
    if (known && known.key.reveal() === key.reveal()) return known.handle;
    const handle = dpopHandle(key);
    this.#handles.set(slotKey(slot), { key, handle });
    return handle;
  }

  forget(slot: Slot): void {
    this.#handles.delete(slotKey(slot));
  }
}
