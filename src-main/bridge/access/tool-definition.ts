import { createHash } from 'node:crypto';

/** A tool as a server lists it. */
export interface ListedTool {
  name: string;
  /** SHA-256 of its definition. */
  hash: string;
  /** What it says of itself, as JSON with two spaces and sorted keys. */
  definition: string;
}

/**
 * What an agent or its user could be misled by. Not the rest: `_meta` may differ each time that a tool is listed, and
 * an icon is shown by no agent that decides by it.
 */
const members = ['title', 'description', 'inputSchema', 'outputSchema', 'annotations', 'execution'] as const;

/** Undefined: it has no name. */
export function listedTool(tool: unknown): ListedTool | undefined {
  const given = (tool ?? {}) as Record<string, unknown>;
  const { name } = given;
  if (typeof name !== 'string') return undefined;
  const shown = Object.fromEntries(members.flatMap((key) => (key in given ? [[key, sorted(given[key])]] : [])));
  const definition = JSON.stringify(shown, null, 2);
  return { name, hash: createHash('sha256').update(definition).digest('hex'), definition };
}

/** Whether a tool says that it only reads: a hint of the server's (MCP 2025-11-25, Tools, ToolAnnotations). */
export function isReading({ definition }: Pick<ListedTool, 'definition'>): boolean {
  const { annotations } = JSON.parse(definition) as { annotations?: { readOnlyHint?: unknown } | null };
  return annotations?.readOnlyHint === true;
}

/** With the keys of objects in one order, so that the order in which a server writes them makes no difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
