import type { CallToolResult, ContentBlock, Tool } from '@modelcontextprotocol/client';
import type { Json, JsonObject, ToolContentView, ToolResultView, ToolView } from '../../src-preload/contract.ts';
import { cleanText, harmlessText } from '../base/clean-text.ts';
import { fitsForm } from './form-size.ts';
import { holdsMoreThan } from './holds-more-than.ts';
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
export async function toolResultView(result: CallToolResult, milliseconds: number): Promise<ToolResultView> {
  const { structuredContent } = result;
  const parts = await new YieldingMap().map(result.content, contentView);
  const structured = structuredContent === undefined ? {} : structuredView(structuredContent as Json);
  const content = [...parts.slice(0, atOnce), ...(structured.part ? [structured.part] : [])];
  const later = parts.slice(atOnce);
  const groups = Array.from({ length: Math.ceil(later.length / atOnce) }, (_, group) =>
    later.slice(group * atOnce, (group + 1) * atOnce),
  );
  return {
    isError: result.isError === true,
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

function contentView(block: ContentBlock): ToolContentView {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: harmlessText(block.text, longestText) };
    case 'image':
    case 'audio':
      return { type: block.type, mimeType: cleanText(block.mimeType, 100), data: block.data };
    case 'resource_link':
      return {
        type: 'link',
        uri: harmlessText(block.uri, 2048),
        name: cleanText(block.name, 200),
        ...(block.description && { description: cleanText(block.description, 1000) }),
      };
    case 'resource': {
      const { resource } = block;
      return {
        type: 'resource',
        uri: harmlessText(resource.uri, 2048),
        ...(resource.mimeType && { mimeType: cleanText(resource.mimeType, 100) }),
        ...('text' in resource && { text: harmlessText(resource.text, longestText) }),
      };
    }
    default:
      return { type: 'other', json: otherView(block) };
  }
}
