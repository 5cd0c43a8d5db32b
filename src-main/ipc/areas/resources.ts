import * as z from 'zod/mini';
import type { ResourceRequests } from '../../../src-preload/contract/resource.ts';
import { address, boundedText, id, serverRef } from '../../base/schema.ts';
import { fileNameFor } from '../../mcp/file-name-for.ts';
import { completeArgument, listResources, readResource } from '../../mcp/resources.ts';
import { requireServer, slotOf } from '../../connections/slot.ts';
import type { Area } from '../area.ts';

const name = boundedText(1024);
const filledIn = z.record(name, boundedText(10_000)).check(z.refine((given) => Object.keys(given).length <= 100));
/** In characters: no response of a server is longer. */
const largest = 64 * 1024 * 1024;

export const resources: Area<ResourceRequests> = {
  'resources:list': {
    input: serverRef,
    answer: ({ context, pool }, { session }, input) => listResources({ context, pool, session }, input),
  },
  'resources:read': {
    input: z.strictObject({
      serverId: id,
      resource: z.union([z.strictObject({ uri: address }), z.strictObject({ template: address, variables: filledIn })]),
    }),
    answer: ({ context, pool }, { session }, input) => readResource({ context, pool, session }, input),
  },
  'resources:complete': {
    input: z.strictObject({
      serverId: id,
      for: z.union([z.strictObject({ template: address }), z.strictObject({ prompt: name })]),
      argument: name,
      value: boundedText(10_000),
      known: filledIn,
    }),
    answer: ({ context, pool }, { session }, input) => completeArgument({ context, pool, session }, input),
  },
  'resources:subscribe': {
    input: z.strictObject({ serverId: id, uri: address, on: z.boolean() }),
    async answer({ context, pool, subscriptions }, { session }, { serverId, uri, on }) {
      const slot = slotOf(session, requireServer(context.store, session, serverId));
      if (on) await subscriptions.begin({ context, pool, session }, { serverId, uri });
      else subscriptions.end(slot, uri);
      return null;
    },
  },
  'resources:save': {
    input: z.strictObject({
      uri: address,
      contents: z.union([
        z.strictObject({ text: boundedText(largest) }),
        z.strictObject({ data: boundedText(largest) }),
      ]),
    }),
    async answer({ files }, _requester, { uri, contents }) {
      const bytes = 'text' in contents ? contents.text : Buffer.from(contents.data, 'base64');
      return (await files.save(fileNameFor(uri), bytes)) !== undefined;
    },
  },
};
