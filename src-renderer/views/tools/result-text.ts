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

/** Whether a part says again, as text, what the structured result says. */
export function repeats(part: ToolContentView, structured: Json): boolean {
  if (part.type !== 'text') return false;
  const json = jsonIn(part.text);
  return json !== undefined && JSON.stringify(json) === JSON.stringify(structured);
}

/** What is shown, as texts for the clipboard. Pictures and sound have none. */
export function textsOf(parts: ToolContentView[], structured: Json | undefined): string[] {
  const texts = parts.map(partText).filter(Boolean);
  return structured === undefined ? texts : [...texts, JSON.stringify(structured, null, 2)];
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
