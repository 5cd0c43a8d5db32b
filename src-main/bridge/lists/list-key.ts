import { createHash } from 'node:crypto';
import { slotKey, type Slot } from '../../connections/slot.ts';
import { sharedAccount, type ListCacheKey } from '../../store/list-cache.ts';

/** The part of a client that what servers list depends on. */
export interface ListClient {
  era: 'legacy' | 'modern';
  /** The revision that it asks for. */
  version: string;
  name: string;
  /** Its capabilities as JSON: one server listed 13, 16 or 17 tools by them. */
  capabilities: string;
  /** In 2026-07-28, each answer is kept by itself: its method, and the cursor of the page. */
  page?: readonly [method: string, cursor: string];
}

/** Never equal for two clients, accounts or addresses whose lists may differ. */
export function listKey(slot: Slot, url: string, account: string, client: ListClient): ListCacheKey {
  const { era, version, name, capabilities, page = [] } = client;
  const described = JSON.stringify([era, version, name, hashOf(capabilities), ...page]);
  const { serverId, profileId } = slot;
  const id = hashOf(JSON.stringify([slotKey(slot), url, account, described]));
  return { id, serverId, profileId, account, client: described };
}

/** Of what a server's answers say to every account. Never equal to the key of one. */
export const sharedKey = (slot: Slot, url: string, client: ListClient): ListCacheKey =>
  listKey({ ...slot, profileId: null }, url, sharedAccount, client);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
