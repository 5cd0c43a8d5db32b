import type { OfferRequests } from '../../../src-preload/contract/offer.ts';
import { serverRef } from '../../base/schema.ts';
import { describeOffer } from '../../mcp/offer.ts';
import type { Area } from '../area.ts';

export const offer: Area<OfferRequests> = {
  'offer:describe': {
    input: serverRef,
    answer: ({ context, pool }, { session }, input) => describeOffer({ context, pool, session }, input),
  },
};
