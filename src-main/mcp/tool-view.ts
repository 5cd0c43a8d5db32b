import type { CallToolResult, ContentBlock, Tool } from '@modelcontextprotocol/client';
import type { Json, JsonObject, ToolContentView, ToolResultView, ToolView } from '../../src-preload/contract.ts';
import { cleanText, harmlessText } from '../clean-text.ts';
import { shownSchema } from './shown-schema.ts';

const longestText = 1_000_000;

/** A tool as the window may see it: the server's words cleaned and capped. */
export function toolView(tool: Tool): ToolView {
  const { name, title, description, inputSchema, annotations = {} } = tool;
  const label = title ?? annotations.title;
  const shownName = cleanText(name, 200);
  return {
    name,
    ...(shownName !== name && { shownName }),
    ...(label && { title: cleanText(label, 100) }),
    ...(description && { description: cleanText(description, 4000) }),
    inputSchema: shownSchema(inputSchema as JsonObject),
    annotations: {
      ...(annotations.readOnlyHint !== undefined && { readOnly: annotations.readOnlyHint }),
      ...(annotations.destructiveHint !== undefined && { destructive: annotations.destructiveHint }),
      ...(annotations.idempotentHint !== undefined && { idempotent: annotations.idempotentHint }),
      ...(annotations.openWorldHint !== undefined && { openWorld: annotations.openWorldHint }),
    },
  };
}

export function toolResultView(result: CallToolResult, milliseconds: number): ToolResultView {
  return {
    isError: result.isError === true,
    content: result.content.map(contentView),
    ...(result.structuredContent !== undefined && { structuredContent: result.structuredContent as Json }),
    milliseconds,
  };
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
      return { type: 'other', json: block as Json };
  }
}
