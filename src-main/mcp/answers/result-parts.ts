import type { Json, JsonObject, ResultMisfit } from '../../../src-preload/contract.ts';
import { isJsonObject } from '../is-json-object.ts';
import { schemaMisfit } from './schema-misfit.ts';

/** What a tool returned, with each part that does not fit MCP or the tool's own promise named and kept. */
export interface ReadResult {
  isError: boolean;
  /** Each a part as MCP describes it, or any other value. */
  content: Json[];
  structuredContent?: Json;
  misfits: ResultMisfit[];
}

/**
 * Reads the result of a call as the server sent it. Never throws: the tool ran, and its result is shown whatever it is.
 * `outputSchema`: what the server promised (MCP 2025-11-25, Tools, Output Schema). A reported failure promises nothing.
 */
export function readResult(result: Json, outputSchema?: Json): ReadResult {
  if (!isJsonObject(result))
    return { isError: false, content: [result], misfits: [{ reason: 'result_unknown', detail: typeOf(result) }] };
  const isError = result['isError'] === true || result['isError'] === 'true';
  const { content, misfits } = contentOf(result);
  const structured = result['structuredContent'] ?? undefined;
  const unfit = content.flatMap((part, index): ResultMisfit[] =>
    isKnownPart(part) ? [] : [{ reason: 'part_unknown', detail: `${index + 1}: ${kindOf(part)}` }],
  );
  return {
    isError,
    content,
    ...(structured !== undefined && { structuredContent: structured }),
    misfits: [...misfits, ...unfit.slice(0, 3), ...(isError ? [] : brokenPromise(structured, outputSchema))],
  };
}

function brokenPromise(structured: Json | undefined, schema: Json | undefined): ResultMisfit[] {
  if (!isJsonObject(schema)) return [];
  if (structured === undefined) return [{ reason: 'structured_missing' }];
  const detail = schemaMisfit(schema, structured);
  return detail === undefined ? [] : [{ reason: 'structured_unfit', detail: detail.slice(0, 200) }];
}

/** The parts of a result; of revision 2024-10-07, whose results were in `toolResult`, too. */
function contentOf(result: JsonObject): { content: Json[]; misfits: ResultMisfit[] } {
  const { content, toolResult, structuredContent: _, isError: __, _meta: ___, resultType: ____, ...rest } = result;
  if (Array.isArray(content)) return { content, misfits: [] };
  const misfits: ResultMisfit[] = [{ reason: 'content_unfit', detail: typeOf(content) }];
  if (typeof content === 'string') return { content: [{ type: 'text', text: content }], misfits };
  // One part without a list around it.
  if (content !== undefined && content !== null) return { content: [content], misfits };
  if (isJsonObject(toolResult) && Array.isArray(toolResult['content']))
    return { content: toolResult['content'], misfits };
  if (toolResult !== undefined) return { content: [asPart(toolResult)], misfits };
  const hasMore = Object.keys(rest).length > 0;
  if (hasMore) return { content: [rest], misfits };
  return { content: [], misfits };
}

function asPart(value: Json): Json {
  return typeof value === 'string' ? { type: 'text', text: value } : value;
}

function isKnownPart(part: Json): boolean {
  if (!isJsonObject(part)) return false;
  const { type, text, data, mimeType, uri, name, resource } = part;
  switch (type) {
    case 'text':
      return typeof text === 'string';
    case 'image':
    case 'audio':
      return typeof data === 'string' && typeof mimeType === 'string';
    case 'resource_link':
      return typeof uri === 'string' && typeof name === 'string';
    case 'resource':
      return isJsonObject(resource) && typeof resource['uri'] === 'string';
    default:
      return false;
  }
}

/** What a part claims to be, for the note beside it. */
function kindOf(part: Json): string {
  if (!isJsonObject(part)) return typeOf(part);
  return typeof part['type'] === 'string' ? part['type'].slice(0, 60) : 'object';
}

function typeOf(value: Json | undefined): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
