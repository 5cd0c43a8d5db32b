import { create } from 'zustand';
import type { OfferView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

/** What each server said of itself when it was last asked. */
export const useOffers = create<Record<string, OfferView>>(() => ({}));

const asking = new Set<string>();

/** Asks a server what it offers besides tools. Its tools say what is wrong where it does not answer. */
export async function loadOffer(serverId: string): Promise<void> {
  if (asking.has(serverId)) return;
  asking.add(serverId);
  try {
    const result = await request('offer:describe', { serverId });
    if (result.ok) useOffers.setState({ [serverId]: result.value });
  } finally {
    asking.delete(serverId);
  }
}

export function forgetOffers(): void {
  asking.clear();
  useOffers.setState({}, true);
}
