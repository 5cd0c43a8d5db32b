import * as z from 'zod/mini';

const info = z.optional(z.object({ title: z.optional(z.string()), name: z.optional(z.string()) }));
const metaKey = 'io.modelcontextprotocol/serverInfo';
const introduction = z.object({ serverInfo: info, _meta: z.optional(z.object({ [metaKey]: info })) });

/** The server's own name from the result of `initialize` or, since MCP 2026-07-28, from any result. */
export function serverName(result: unknown): string | undefined {
  const read = introduction.safeParse(result);
  if (!read.success) return undefined;
  const said = read.data.serverInfo ?? read.data._meta?.[metaKey];
  return said?.title ?? said?.name;
}
