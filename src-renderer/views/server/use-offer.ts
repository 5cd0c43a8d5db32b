import { useEffect } from 'react';
import type { OfferView, ServerView } from '../../../src-preload/contract.ts';
import { loadOffer, useOffers } from '../../stores/offers.ts';

/** What a server offers besides tools; undefined until it has said so. */
export function useOffer({ id, status }: ServerView): OfferView | undefined {
  const usable = status.state === 'signed_in' || status.state === 'open';
  useEffect(() => {
    if (usable) void loadOffer(id);
  }, [usable, id]);
  return useOffers((state) => state[id]);
}
