import type { Json, ToolContentView } from '../../../src-preload/contract.ts';

/** The maximum nesting of messages. JSON within a server's text was not checked before. */
export const deepest = 256;

/** The object or list that a text contains as JSON. A single number or string is better shown as text. */
export function jsonIn(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const json = JSON.parse(text) as Json;
    return nestsDeeper(json, deepest) ? undefined : json;
  } catch {
    return undefined;
  }
}

/** Recursing into deeper nesting would overflow the stack and crash the window. */
function nestsDeeper(json: Json, levels: number): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return levels === 0 || Object.values(json).some((part) => nestsDeeper(part, levels - 1));
}

/** Parsing more parts would take too long in total. */
const mostRead = 50;

/** The parts without those that repeat the structured result as text, which servers send for older clients. */
export function partsBeside(parts: ToolContentView[], structured: Json | undefined): ToolContentView[] {
  if (structured === undefined) return parts;
  const written = JSON.stringify(structured);
  return parts.filter((part, index) => index >= mostRead || !repeats(part, written));
}

function repeats(part: ToolContentView, written: string): boolean {
  // Pretty-printing makes a text at most about four times as long; a longer one has other content.
  if (part.type !== 'text' || part.text.length > 4 * written.length + 1000) return false;
  const json = jsonIn(part.text);
  return json !== undefined && JSON.stringify(json) === written;
}

/** Whether there is text to copy. Pictures and sound have none. */
export function hasText(part: ToolContentView): boolean {
  return part.type === 'text' ? part.text !== '' : part.type !== 'image' && part.type !== 'audio';
}

/** Parses a group of parts. */
export function readParts(group: string): ToolContentView[] {
  return JSON.parse(group) as ToolContentView[];
}

/** The whole result as text for the clipboard. */
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
