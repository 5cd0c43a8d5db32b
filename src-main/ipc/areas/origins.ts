import * as z from 'zod/mini';
import type { OriginRequests } from '../../../src-preload/contract/origin.ts';
import { allowedOriginViews, allowOrigin, revokeOrigin } from '../../connections/servers/allowed-origins.ts';
import { address, noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

export const origins: Area<OriginRequests> = {
  'origins:list': {
    input: noInput,
    answer: ({ context }, { session }) => allowedOriginViews(context, session),
  },
  'origins:allow': {
    input: z.strictObject({ url: address }),
    answer: async ({ context, askPerson }, { session }, { url }) => ({
      allowed: await allowOrigin(context, session, url, askPerson),
    }),
  },
  'origins:revoke': {
    input: z.strictObject({ origin: address }),
    answer({ context }, { session }, { origin }) {
      revokeOrigin(context, session, origin);
      return allowedOriginViews(context, session);
    },
  },
};
