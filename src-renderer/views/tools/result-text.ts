import type { Json, ToolContentView } from '../../../src-preload/contract.ts';

/** As deep as messages may nest. The text in a server's is only text until it is read here. */
export const deepest = 256;

/** The object or list that a text is, if it is one. A lone number or word reads better as it is. */
export function jsonIn(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const json = JSON.parse(text) as Json;
    return nestsDeeper(json, deepest) ? undefined : json;
  } catch {
    return undefined;
  }
}

/** Whoever walks through what nests deeper runs out of stack, and the window goes white. */
function nestsDeeper(json: Json, levels: number): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return levels === 0 || Object.values(json).some((part) => nestsDeeper(part, levels - 1));
}

/** More of them are not read: that would take as long as all of them together. */
const mostRead = 50;

/**
 * A result's parts without those that say again, as text, what the structured result says: servers send it a second time for
 * older clients.
 */
export function partsBeside(parts: ToolContentView[], structured: Json | undefined): ToolContentView[] {
  if (structured === undefined) return parts;
  const written = JSON.stringify(structured);
  return parts.filter((part, index) => index >= mostRead || !repeats(part, written));
}

function repeats(part: ToolContentView, written: string): boolean {
  // Four times as long with every space that makes it easier to read; a text that is longer says something else.
  if (part.type !== 'text' || part.text.length > 4 * written.length + 1000) return false;
  const json = jsonIn(part.text);
  return json !== undefined && JSON.stringify(json) === written;
}

/** Whether there is something to copy. Pictures and sound have no text. */
export function hasText(part: ToolContentView): boolean {
  return part.type === 'text' ? part.text !== '' : part.type !== 'image' && part.type !== 'audio';
}

/** Parts that came as JSON. */
export function readParts(group: string): ToolContentView[] {
  return JSON.parse(group) as ToolContentView[];
}

/** All of a result, as text for the clipboard. */
export function copyText(parts: ToolContentView[], later: string[], structured: Json | undefined): string {
  const texts = [...parts, ...later.flatMap(readParts)].map(partText).filter(Boolean);
  return [...texts, ...(structured === undefined ? [] : [JSON.stringify(structured, null, 2)])].join('\n\n');
}

export function partText(part: ToolContentView): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'link':
      return part.uri;
    case 'resource':
      return part.text ?? part.uri;
    case 'other':
      return JSON.stringify(part.json, null, 2);
    default:
      return '';
  }
}
