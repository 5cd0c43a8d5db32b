import * as z from 'zod/mini';

/** Building blocks for the schemas of requests. */
export const noInput = z.undefined();
export const id = z.string().check(z.minLength(1), z.maxLength(100));
export const boundedText = (longest: number) => z.string().check(z.maxLength(longest));
export const address = boundedText(4096);
export const serverRef = z.strictObject({ serverId: id });
