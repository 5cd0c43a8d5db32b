import type { Tool } from '@modelcontextprotocol/client';
import type {
  Json,
  JsonObject,
  ResultMisfit,
  ToolContentView,
  ToolResultView,
  ToolView,
} from '../../src-preload/contract.ts';
import { cleanText, harmlessText } from '../base/clean-text.ts';
import type { ReadResult } from './answers/result-parts.ts';
import { fitsForm } from './form-size.ts';
import { holdsMoreThan } from './holds-more-than.ts';
import { isJsonObject } from './is-json-object.ts';
import { YieldingMap } from './yielding-map.ts';
import { shownSchema } from './shown-schema.ts';

const longestText = 1_000_000;
/** How many parts of a result are sent directly, and how many in each later group. */
const atOnce = 50;
/** The maximum number of values in a structured result. */
const mostShown = 50_000;

type WaiverState = Pick<ToolView, 'waived' | 'fingerprint'>;

/**
 * A tool as the window may see it: the server's words cleaned and capped. `waiver`: what is known of the one before it
 * runs.
 */
export function toolView(tool: Tool, waiver: WaiverState = {}): ToolView {
  const { name, title, description, inputSchema, annotations = {} } = tool;
  const label = title ?? annotations.title;
  const schema = inputSchema as JsonObject;
  const shownName = cleanText(name, 200);
  return {
    name,
    ...(shownName !== name && { shownName }),
    ...(label && { title: cleanText(label, 100) }),
    ...(description && { description: cleanText(description, 4000) }),
    ...(fitsForm(schema) ? { inputSchema: shownSchema(schema) } : { inputSchema: {}, formTooLarge: true }),
    ...waiver,
    annotations: {
      ...(annotations.readOnlyHint !== undefined && { readOnly: annotations.readOnlyHint }),
      ...(annotations.destructiveHint !== undefined && { destructive: annotations.destructiveHint }),
      ...(annotations.idempotentHint !== undefined && { idempotent: annotations.idempotentHint }),
      ...(annotations.openWorldHint !== undefined && { openWorld: annotations.openWorldHint }),
    },
  };
}

/** The same for many tools, in short turns so that the main process stays responsive. */
export async function toolViews(tools: readonly Tool[], waiverOf: (tool: Tool) => WaiverState): Promise<ToolView[]> {
  return new YieldingMap().map(tools, (tool) => toolView(tool, waiverOf(tool)));
}

/**
 * A result for display. Long ones are prepared in short turns. Parts that the window does not draw at once are sent as
 * text, because transferring many single values is slow.
 */
export async function toolResultView(result: ReadResult, milliseconds: number): Promise<ToolResultView> {
  const { structuredContent, isError, misfits } = result;
  const parts = await new YieldingMap().map(result.content, contentView);
  const structured = structuredContent === undefined ? {} : structuredView(structuredContent);
  const content = [...parts.slice(0, atOnce), ...(structured.part ? [structured.part] : [])];
  const later = parts.slice(atOnce);
  const groups = Array.from({ length: Math.ceil(later.length / atOnce) }, (_, group) =>
    later.slice(group * atOnce, (group + 1) * atOnce),
  );
  return {
    isError,
    ...(misfits.length > 0 && { misfits: misfits.map(cleanMisfit) }),
    content,
    ...(later.length > 0 && {
      laterContent: await new YieldingMap().map(groups, (group) => JSON.stringify(group)),
      laterCount: later.length,
    }),
    ...(structured.whole !== undefined && { structuredContent: structured.whole }),
    milliseconds,
  };
}

function otherView(json: Json): Json {
  return holdsMoreThan(json, mostShown) ? JSON.stringify(json) : json;
}

/** The value as it is, or as text if it holds more values than a user can read. */
function structuredView(whole: Json): { whole?: Json; part?: ToolContentView } {
  return holdsMoreThan(whole, mostShown) ? { part: { type: 'text', text: JSON.stringify(whole) } } : { whole };
}

function cleanMisfit({ reason, detail }: ResultMisfit): ResultMisfit {
  return { reason, ...(detail !== undefined && { detail: cleanText(detail, 200) }) };
}

/** A part as MCP describes it; any other is shown as JSON. */
export function contentView(part: Json): ToolContentView {
  if (typeof part === 'string') return { type: 'text', text: harmlessText(part, longestText) };
  if (!isJsonObject(part)) return { type: 'other', json: otherView(part) };
  const { type, text, data, mimeType, uri, name, description, resource } = part;
  if (type === 'text' && typeof text === 'string') return { type, text: harmlessText(text, longestText) };
  if ((type === 'image' || type === 'audio') && typeof data === 'string')
    return { type, mimeType: textOr(mimeType, '', 100), data };
  if (type === 'resource_link' && typeof uri === 'string')
    return {
      type: 'link',
      uri: harmlessText(uri, 2048),
      name: textOr(name, uri, 200),
      ...(typeof description === 'string' && description !== '' && { description: cleanText(description, 1000) }),
    };
  if (type === 'resource' && isJsonObject(resource) && typeof resource['uri'] === 'string')
    return {
      type,
      uri: harmlessText(resource['uri'], 2048),
      ...(resource['mimeType'] && { mimeType: textOr(resource['mimeType'], '', 100) }),
      ...(typeof resource['text'] === 'string' && { text: harmlessText(resource['text'], longestText) }),
    };
  return { type: 'other', json: otherView(part) };
}

function textOr(value: Json | undefined, otherwise: string, longest: number): string {
  return cleanText(typeof value === 'string' ? value : otherwise, longest);
}
