import * as z from 'zod/mini';
import type { Json, JsonObject } from '../../src-preload/contract.ts';

/** Building blocks for the schemas of requests. */
export const noInput = z.undefined();
export const id = z.string().check(z.minLength(1), z.maxLength(100));
export const boundedText = (longest: number) => z.string().check(z.maxLength(longest));
export const address = boundedText(4096);
export const serverRef = z.strictObject({ serverId: id });

const json: z.ZodMiniType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
export const jsonObject: z.ZodMiniType<JsonObject> = z.record(z.string(), json);
