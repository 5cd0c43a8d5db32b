import * as z from 'zod/mini';

/** What the schemas of several areas are made of. */
export const nothing = z.undefined();
export const id = z.string().check(z.minLength(1), z.maxLength(100));
export const text = (longest: number) => z.string().check(z.maxLength(longest));
export const address = text(4096);
export const server = z.strictObject({ serverId: id });
