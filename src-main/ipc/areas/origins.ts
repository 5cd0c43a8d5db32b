import * as z from 'zod/mini';
import type { OriginRequests } from '../../../src-preload/contract/origin.ts';
import {
  allowedOriginViews,
  allowOrigin,
  allowSignInOrigin,
  revokeOrigin,
  revokeSignInOrigin,
} from '../../connections/servers/allowed-origins.ts';
import { address, noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

export const origins: Area<OriginRequests> = {
  'origins:list': {
    input: noInput,
    answer: ({ context }, { session }) => allowedOriginViews(context, session),
  },
  'origins:allow': {
    input: z.strictObject({ url: address, forServer: z.optional(address) }),
    answer: async ({ context, askPerson }, { session }, { url, forServer: server }) => ({
      allowed:
        server === undefined
          ? await allowOrigin(context, session, url, askPerson)
          : await allowSignInOrigin(context, session, { address: url, server }, askPerson),
    }),
  },
  'origins:revoke': {
    input: z.strictObject({ origin: address, forServer: z.optional(address) }),
    answer({ context }, { session }, { origin, forServer: server }) {
      if (server === undefined) revokeOrigin(context, session, origin);
      else revokeSignInOrigin(context, session, { origin, server });
      return allowedOriginViews(context, session);
    },
  },
};
