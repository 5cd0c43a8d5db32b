import { dropOldest } from '../../base/drop-oldest.ts';
import type { Server } from '../../store/servers.ts';

const mostKept = 500;

/** The address of a server within a workspace, also of one that is not saved yet. */
export type Place = Pick<Server, 'workspaceId' | 'url'>;

/** The key of an address in every cache. No serialized URL has a space, so that no key is the prefix of another. */
export function addressKey({ workspaceId, url }: Place): string {
  return `${workspaceId} ${url} `;
}

/** What discovery found out last about each address, for views and settings. In memory, and bounded. */
export class ByAddress {
  readonly #values = new Map<string, string>();

  get(place: Place): string | undefined {
    // Fast path: lists ask this for many servers.
    return this.#values.size === 0 ? undefined : this.#values.get(addressKey(place));
  }

  /** Keeps the value as the newest. Beyond the limit, the oldest is dropped. */
  set(place: Place, value: string): void {
    this.forget(place);
    this.#values.set(addressKey(place), value);
    dropOldest(this.#values, mostKept);
  }

  forget(place: Place): void {
    this.#values.delete(addressKey(place));
  }
}
