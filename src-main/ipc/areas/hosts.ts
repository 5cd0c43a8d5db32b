import * as z from 'zod/mini';
import type { HostsRequests } from '../../../src-preload/contract/hosts.ts';
import { allowedHostsViews, allowHosts, revokeHosts } from '../../connections/servers/allowed-hosts.ts';
import { address, id, noInput, boundedText } from '../../base/schema.ts';
import type { Area } from '../area.ts';

const host = boundedText(300);

export const hosts: Area<HostsRequests> = {
  'hosts:list': {
    input: noInput,
    answer: ({ context }, { session }) => allowedHostsViews(context, session),
  },
  'hosts:allow': {
    input: z.strictObject({ serverId: id, browserHost: host, answerHost: host }),
    answer({ context }, { session }, read) {
      allowHosts(context, session, read);
      return null;
    },
  },
  'hosts:revoke': {
    input: z.strictObject({ issuer: address, browserHost: host, answerHost: host }),
    answer({ context }, { session }, pair) {
      revokeHosts(context, session, pair);
      return allowedHostsViews(context, session);
    },
  },
};
