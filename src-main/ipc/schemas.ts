import * as z from 'zod/mini';
import type { Json, JsonObject, RequestName, Requests } from '../../src-preload/contract.ts';

const id = z.string().check(z.minLength(1), z.maxLength(100));
const text = (longest: number) => z.string().check(z.maxLength(longest));
const server = z.strictObject({ serverId: id });
const nothing = z.undefined();

const json: z.ZodMiniType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const jsonObject: z.ZodMiniType<JsonObject> = z.record(z.string(), json);

type Schemas = { [Name in RequestName]: z.ZodMiniType<Requests[Name]['input']> };

/** What may come in with each request. Anything else is refused before a handler sees it. */
export const schemas: Schemas = {
  'app:describe': nothing,
  'app:copy': z.strictObject({ text: text(5_000_000) }),
  'servers:list': nothing,
  'servers:add': z.strictObject({ url: text(4096), name: z.exactOptional(text(400)) }),
  'servers:rename': z.strictObject({ serverId: id, name: text(400) }),
  'servers:change-address': z.strictObject({ serverId: id, url: text(4096) }),
  'servers:set-enabled': z.strictObject({ serverId: id, enabled: z.boolean() }),
  'servers:remove': server,
  'connections:connect': z.strictObject({
    serverId: id,
    returnPath: z.exactOptional(z.enum(['app_link', 'loopback'])),
    registerAgain: z.exactOptional(z.boolean()),
  }),
  'connections:cancel': server,
  'connections:open-again': server,
  'connections:copy-link': server,
  'connections:disconnect': server,
  'tools:list': z.strictObject({ serverId: id, refresh: z.exactOptional(z.boolean()) }),
  'tools:call': z.strictObject({ serverId: id, callId: id, tool: text(1024), arguments: jsonObject }),
  'tools:cancel': z.strictObject({ callId: id }),
};
